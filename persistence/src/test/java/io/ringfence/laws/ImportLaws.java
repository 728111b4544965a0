package io.ringfence.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** What the persistence may import: the protocol's values, but none of its rules; no cluster. */
final class ImportLaws {
    private static final Set<String> RULES = Set.of("Follower", "Leader", "Decision");

    private ImportLaws() {}

    /** It turns values into bytes and back, and decides nothing. */
    static ArchRule knowsNoRule(String persistence, String protocol) {
        return noClasses()
                .that()
                .resideInAPackage(persistence + "..")
                .should()
                .dependOnClassesThat(
                        new DescribedPredicate<JavaClass>("are rules of the protocol") {
                            @Override
                            public boolean test(JavaClass type) {
                                return type.getPackageName().equals(protocol) && isRule(type);
                            }
                        })
                .allowEmptyShould(true);
    }

    /** Where its database is, is all it knows of the world; who else is there, it never asks. */
    static ArchRule knowsNoCluster(String persistence, String cluster) {
        return noClasses()
                .that()
                .resideInAPackage(persistence + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(cluster + "..")
                .allowEmptyShould(true);
    }

    /** A rule is a class with a function to a decision, and what such a function is named for. */
    private static boolean isRule(JavaClass type) {
        return RULES.contains(type.getSimpleName())
                || type.getMethods().stream()
                        .anyMatch(m -> m.getRawReturnType().getSimpleName().endsWith("Decision"));
    }
}
