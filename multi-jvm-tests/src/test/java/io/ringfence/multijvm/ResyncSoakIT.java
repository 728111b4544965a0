package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code mvn verify -Psoak}: a follower comes back, often, and behind much. */
@Tag("soak")
class ResyncSoakIT {
    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final Duration WRITING = Duration.ofMinutes(30);
    private static final int KEYS = 200_000;

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(ClusterPlan.three("resync").withConfig("short-log.conf"));

    @RepeatedTest(5)
    @DisplayName("N4 away for 20 s of writes of 8 clients, a follower comes back exactly equal")
    void aFollowerComesBackEqual(TestCluster cluster, RepetitionInfo info) {
        Node away = follower(cluster);
        String prefix = "n4-" + info.getCurrentRepetition();
        try (WriteLoad load = WriteLoad.start(cluster, prefix, 8, 400)) {
            cluster.kill(away.replica());
            long killed = System.nanoTime();
            cluster.await(
                    AWAY.toSeconds() + " s are over",
                    AWAY.multipliedBy(2),
                    () -> System.nanoTime() - killed > AWAY.toNanos());
            cluster.start(away.replica());
            load.awaitMore(500, WRITING);
            Tally tally = load.stop();
            cluster.awaitLevel(TestCluster.FORMING);
            Report.line("N4, round %d: %s", info.getCurrentRepetition(), tally);
            cluster.awaitLeaderAt(away.replica());
            tally.verify(away.client());
        }
    }

    @Test
    @DisplayName(
            "N2 200,000 keys written while a wiped follower is resynchronised: it has them all")
    void allKeysAreThere(TestCluster cluster) {
        Node wiped = follower(cluster);
        try (WriteLoad load = WriteLoad.start(cluster, "n2", 48, 1_000_000)) {
            load.awaitMore(KEYS / 4, WRITING);
            cluster.killAndWipe(wiped.replica());
            cluster.start(wiped.replica());
            load.awaitMore(KEYS / 4, WRITING);
            cluster.killAndWipe(wiped.replica());
            cluster.start(wiped.replica());
            load.awaitMore(KEYS / 2, WRITING);
            Tally tally = load.stop();
            cluster.awaitLevel(TestCluster.FORMING);
            Report.line("N2: %s", tally);
            assertThat(tally.acknowledged()).hasSizeGreaterThanOrEqualTo(KEYS);
            cluster.awaitLeaderAt(wiped.replica());
            tally.verify(wiped.client());
        }
    }

    private static Node follower(TestCluster cluster) {
        String leader = cluster.awaitLeader(TestCluster.FAILOVER).replica();
        return cluster.nodes().stream()
                .filter(node -> !node.replica().equals(leader))
                .findFirst()
                .orElseThrow();
    }
}
