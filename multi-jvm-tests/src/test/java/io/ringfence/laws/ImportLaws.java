package io.ringfence.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;

/** What the tests of clusters may import: what any user of Ringfence has, and no way behind it. */
final class ImportLaws {
    private ImportLaws() {}

    static ArchRule standsOutside(String tests, String... inside) {
        return noClasses()
                .that()
                .resideInAPackage(tests + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(inside)
                .allowEmptyShould(true);
    }
}
