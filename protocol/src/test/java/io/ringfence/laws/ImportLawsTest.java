package io.ringfence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ringfence.lawbreaker.protocol.CallsWhatVaries;
import io.ringfence.lawbreaker.protocol.ImportsTheWorld;
import io.ringfence.lawbreaker.protocol.KnowsAkka;
import io.ringfence.lawbreaker.protocol.LawAbiding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportLawsTest {
    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.ringfence");
    private static final String BREAKERS = "io.ringfence.lawbreaker.protocol";
    private static final String IMPORTS_FOUND =
            violations(ImportLaws.importsOnlyValues(BREAKERS), ImportsTheWorld.class);
    private static final String CALLS_FOUND =
            violations(ImportLaws.callsNothingThatVaries(BREAKERS), CallsWhatVaries.class);

    @Test
    void theRulesImportOnlyValues() {
        ImportLaws.importsOnlyValues("io.ringfence.protocol").check(MODULE);
    }

    @Test
    void theRulesCallNothingThatVaries() {
        ImportLaws.callsNothingThatVaries("io.ringfence.protocol").check(MODULE);
    }

    @Test
    void onlyTheApiKnowsAkka() {
        ImportLaws.knowsAkkaOnlyIn("io.ringfence.api").check(MODULE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "akka.actor.typed.ActorRef",
                "java.io.File",
                "java.lang.Runtime",
                "java.lang.System",
                "java.lang.Thread",
                "java.sql.Connection",
                "java.time.Instant",
                "java.util.HashMap",
                "java.util.HashSet",
                "java.util.Random",
                "java.util.UUID",
                "java.util.concurrent.TimeUnit",
                "org.slf4j.Logger"
            })
    void anImportThatIsNoValueIsFound(String imported) {
        assertThat(IMPORTS_FOUND).contains("<" + imported);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.util.Set.of(",
                "java.util.Set.copyOf(",
                "java.util.Map.of(",
                "java.util.Map.ofEntries(",
                "java.util.Map.copyOf(",
                "java.util.Collections.shuffle(",
                "java.lang.Math.random(",
                "java.lang.String.format(",
                "java.lang.String.formatted(",
                "java.lang.String.toLowerCase(",
                "java.util.List.parallelStream(",
                "java.util.stream.Collectors.toSet(",
                "java.util.stream.Collectors.toMap(",
                "java.util.stream.Collectors.groupingBy("
            })
    void aCallThatVariesIsFound(String call) {
        assertThat(CALLS_FOUND).contains("<" + call);
    }

    @Test
    void akkaOutsideTheApiIsFound() {
        assertThat(violations(ImportLaws.knowsAkkaOnlyIn("io.ringfence.api"), KnowsAkka.class))
                .contains("akka.actor.typed.ActorRef");
    }

    @Test
    void akkaInsideTheApiIsAllowed() {
        assertThat(violations(ImportLaws.knowsAkkaOnlyIn(BREAKERS), KnowsAkka.class, Test.class))
                .doesNotContain("akka.actor.typed.ActorRef");
    }

    @Test
    void orderedCollectionsAndValuesAreAllowed() {
        JavaClasses abiding = new ClassFileImporter().importClasses(LawAbiding.class);
        ImportLaws.importsOnlyValues(BREAKERS).check(abiding);
        ImportLaws.callsNothingThatVaries(BREAKERS).check(abiding);
    }

    private static String violations(ArchRule law, Class<?>... breakers) {
        JavaClasses classes = new ClassFileImporter().importClasses(breakers);
        return law.evaluate(classes).getFailureReport().toString();
    }
}
