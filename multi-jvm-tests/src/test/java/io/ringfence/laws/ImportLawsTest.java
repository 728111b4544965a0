package io.ringfence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.ringfence.lawbreaker.multijvm.KnowsTheInside;
import io.ringfence.lawbreaker.multijvm.LawAbiding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportLawsTest {
    private static final ArchRule THEIR_LAW =
            ImportLaws.standsOutside(
                    "io.ringfence.lawbreaker.multijvm",
                    "io.ringfence.lawbreaker.internal..",
                    "io.ringfence.lawbreaker.protocol..");

    @Test
    void testsOfClustersStandOutside() {
        JavaClasses tests = new ClassFileImporter().importPackages("io.ringfence.multijvm");
        ImportLaws.standsOutside(
                        "io.ringfence.multijvm",
                        "io.ringfence.internal..",
                        "io.ringfence.protocol..")
                .check(tests);
    }

    @ParameterizedTest
    @ValueSource(strings = {"internal.ReplicaActor", "protocol.Term"})
    void aLookInsideIsFound(String inside) {
        JavaClasses breaker = new ClassFileImporter().importClasses(KnowsTheInside.class);
        assertThat(THEIR_LAW.evaluate(breaker).getFailureReport().toString())
                .contains("<io.ringfence.lawbreaker." + inside + ">");
    }

    @Test
    void whatIsPublicIsAllowed() {
        THEIR_LAW.check(new ClassFileImporter().importClasses(LawAbiding.class));
    }
}
