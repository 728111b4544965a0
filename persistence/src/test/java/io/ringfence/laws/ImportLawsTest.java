package io.ringfence.laws;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.ringfence.lawbreaker.persistence.KnowsTheCluster;
import io.ringfence.lawbreaker.persistence.KnowsTheRules;
import io.ringfence.lawbreaker.persistence.LawAbiding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportLawsTest {
    private static final JavaClasses MODULE =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.ringfence.persistence");
    private static final ArchRule NO_RULE =
            ImportLaws.knowsNoRule(
                    "io.ringfence.lawbreaker.persistence", "io.ringfence.lawbreaker.protocol");
    private static final ArchRule NO_CLUSTER =
            ImportLaws.knowsNoCluster(
                    "io.ringfence.lawbreaker.persistence", "io.ringfence.lawbreaker.cluster");

    @Test
    void persistenceKnowsNoRule() {
        ImportLaws.knowsNoRule("io.ringfence.persistence", "io.ringfence.protocol").check(MODULE);
    }

    @Test
    void persistenceKnowsNoCluster() {
        ImportLaws.knowsNoCluster("io.ringfence.persistence", "akka.cluster").check(MODULE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Follower", "FollowerVote", "Leader", "Decision"})
    void aRuleInThePersistenceIsFound(String rule) {
        assertThat(violations(NO_RULE, KnowsTheRules.class))
                .contains("<io.ringfence.lawbreaker.protocol." + rule);
    }

    @Test
    void theClusterInThePersistenceIsFound() {
        assertThat(violations(NO_CLUSTER, KnowsTheCluster.class))
                .contains("<io.ringfence.lawbreaker.cluster.Cluster>");
    }

    @Test
    void valuesOfTheProtocolAreAllowed() {
        JavaClasses abiding = new ClassFileImporter().importClasses(LawAbiding.class);
        NO_RULE.check(abiding);
        NO_CLUSTER.check(abiding);
    }

    private static String violations(ArchRule law, Class<?> breaker) {
        JavaClasses classes = new ClassFileImporter().importClasses(breaker);
        return law.evaluate(classes).getFailureReport().toString();
    }
}
