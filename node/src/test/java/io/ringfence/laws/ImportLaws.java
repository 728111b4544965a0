package io.ringfence.laws;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Predicate;

/**
 * What the shells may do: carry decisions out. They make no fact, weigh no term, ask no database.
 */
final class ImportLaws {
    private ImportLaws() {}

    /**
     * The journal is the persistence's; a shell that reads beside it reads what is not yet true.
     */
    static ArchRule touchesNoDatabase(String... shells) {
        return noClasses()
                .that()
                .resideInAnyPackage(shells)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.sql..")
                .allowEmptyShould(true);
    }

    /** Only a rule says what becomes durable: no constructor of an event, nor a function to one. */
    static ArchRule makesNoEvent(String protocol, String... shells) {
        String event = protocol + ".Event";
        return noAccess("makes an event", access -> makes(access, event), shells);
    }

    /** Which term is older is for a rule to say: nothing of a term that is handed another one. */
    static ArchRule comparesNoTerm(String protocol, String... shells) {
        String term = protocol + ".Term";
        return noAccess("compares terms", access -> compares(access, term), shells);
    }

    private static ArchRule noAccess(
            String description, Predicate<JavaAccess<?>> forbidden, String... shells) {
        return noClasses()
                .that()
                .resideInAnyPackage(shells)
                .should()
                .accessTargetWhere(DescribedPredicate.describe(description, forbidden))
                .allowEmptyShould(true);
    }

    private static boolean makes(JavaAccess<?> access, String event) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) return false;
        if (!target.getOwner().isAssignableTo(event)) return false;
        return target.getName().equals(JavaConstructor.CONSTRUCTOR_NAME)
                || target.getRawReturnType().isAssignableTo(event);
    }

    private static boolean compares(JavaAccess<?> access, String term) {
        if (!(access.getTarget() instanceof CodeUnitAccessTarget target)) return false;
        if (!target.getOwner().getName().equals(term) || target.getName().equals("equals")) {
            return false;
        }
        return target.getName().equals("compareTo")
                || target.getRawParameterTypes().stream().anyMatch(p -> p.getName().equals(term));
    }
}
