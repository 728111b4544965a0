package io.ringfence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ringfence.lawbreaker.shell.AsksTheDatabase;
import io.ringfence.lawbreaker.shell.ComparesTerms;
import io.ringfence.lawbreaker.shell.LawAbiding;
import io.ringfence.lawbreaker.shell.MakesEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportLawsTest {
    private static final String[] SHELLS = {"io.ringfence", "io.ringfence.internal.."};
    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.ringfence");

    private static final String BREAKERS = "io.ringfence.lawbreaker.shell";
    private static final String THEIR_PROTOCOL = "io.ringfence.lawbreaker.protocol";
    private static final ArchRule NO_DATABASE = ImportLaws.touchesNoDatabase(BREAKERS);
    private static final ArchRule NO_EVENT = ImportLaws.makesNoEvent(THEIR_PROTOCOL, BREAKERS);
    private static final ArchRule NO_TERM = ImportLaws.comparesNoTerm(THEIR_PROTOCOL, BREAKERS);

    @Test
    void aShellTouchesNoDatabase() {
        ImportLaws.touchesNoDatabase(SHELLS).check(MODULE);
    }

    @Test
    void aShellMakesNoEvent() {
        ImportLaws.makesNoEvent("io.ringfence.protocol", SHELLS).check(MODULE);
    }

    @Test
    void aShellComparesNoTerm() {
        ImportLaws.comparesNoTerm("io.ringfence.protocol", SHELLS).check(MODULE);
    }

    /** The laws above go by names: were one gone, the law would hold of nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"Event", "Term", "Follower", "Leader", "Decision"})
    void whatTheLawsNameExists(String name) {
        assertThat(MODULE.contain("io.ringfence.protocol." + name)).isTrue();
    }

    @Test
    void theDatabaseInAShellIsFound() {
        assertThat(violations(NO_DATABASE, AsksTheDatabase.class))
                .contains("<java.sql.DriverManager");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aCall()", "aReference()", "aFunction()"})
    void anEventMadeInAShellIsFound(String how) {
        assertThat(violations(NO_EVENT, MakesEvents.class)).contains("MakesEvents." + how + ">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"isBefore", "isAfter", "compareTo", "max"})
    void aTermComparedInAShellIsFound(String how) {
        assertThat(violations(NO_TERM, ComparesTerms.class))
                .contains("<" + THEIR_PROTOCOL + ".Term." + how + "(");
    }

    @Test
    void handingEventsAndTermsOnIsAllowed() {
        JavaClasses abiding = new ClassFileImporter().importClasses(LawAbiding.class);
        NO_DATABASE.check(abiding);
        NO_EVENT.check(abiding);
        NO_TERM.check(abiding);
    }

    private static String violations(ArchRule law, Class<?> breaker) {
        JavaClasses classes = new ClassFileImporter().importClasses(breaker);
        return law.evaluate(classes).getFailureReport().toString();
    }
}
