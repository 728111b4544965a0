package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LeaderKillIT {
    private static final Duration GAP_MAX = Duration.ofSeconds(20);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName("a leader is killed under load, twice: every acknowledged write is there, once")
    void nothingAcknowledgedIsLostWithALeader(TestCluster cluster) {
        List<Duration> gaps = LeaderKills.run(cluster, "kill", 2);
        Report.line("gaps, profile fast: %s ms", gaps.stream().map(Duration::toMillis).toList());
        assertThat(gaps).hasSize(2).allMatch(gap -> gap.compareTo(GAP_MAX) < 0);
    }
}
