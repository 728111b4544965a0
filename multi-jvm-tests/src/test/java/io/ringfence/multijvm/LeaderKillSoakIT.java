package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code mvn verify -Psoak}: what a change of leader costs, measured often. */
@Tag("soak")
class LeaderKillSoakIT {
    private static final int KILLS = 10;

    @ParameterizedTest(name = "profile {0}")
    @ValueSource(strings = {"fast", "default"})
    @DisplayName(
            "a leader is killed under load, ten times: every acknowledged write is there, once")
    void nothingAcknowledgedIsLostWithTenLeaders(String profile) {
        ClusterPlan plan = ClusterPlan.three("soak-" + profile).withProfile(profile);
        try (TestCluster cluster = TestCluster.start(plan)) {
            List<Duration> gaps = kill(cluster, profile);
            List<Long> millis = gaps.stream().map(Duration::toMillis).toList();
            List<Long> sorted = millis.stream().sorted().toList();
            long median = (sorted.get(KILLS / 2 - 1) + sorted.get(KILLS / 2)) / 2;
            Report.line("gaps, profile %s: %s ms, median %d ms", profile, millis, median);
            assertThat(gaps).hasSize(KILLS);
        }
    }

    private static List<Duration> kill(TestCluster cluster, String profile) {
        try {
            return LeaderKills.run(cluster, "soak-" + profile, KILLS);
        } catch (RuntimeException | AssertionError e) {
            throw cluster.withLogs(e);
        }
    }
}
