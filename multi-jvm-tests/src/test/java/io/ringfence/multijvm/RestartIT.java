package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.multijvm.Registry.Written;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RestartIT {
    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName("all are killed at once under load: no term falls, nothing is lost, it goes on")
    void nothingIsLostWhenAllAreKilledAtOnce(TestCluster cluster) {
        ReplicaView before = cluster.awaitLevel(TestCluster.FORMING);
        List<ReplicaView> views = cluster.views();
        try (WriteLoad load = WriteLoad.start(cluster, "all", 2, 50)) {
            load.awaitMore(100, TestCluster.FAILOVER);
            cluster.killAll();
            cluster.startAll();
            load.awaitAcknowledgedAbove(before.servingEpoch(), TestCluster.FORMING);
            load.awaitMore(50, TestCluster.FAILOVER);
            Tally tally = load.stop();
            Report.line("all killed at once: %s", tally);
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            tally.verify(cluster.node(leader.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
        assertNoTermFell(views, cluster);
    }

    @Test
    @DisplayName(
            "V10 what two replicas committed stays when one of them and one that is behind go on")
    void aReplicaThatIsBehindDoesNotWin(TestCluster cluster) {
        write(cluster, "r1", "before", 42);
        ReplicaView before = cluster.awaitLevel(TestCluster.FORMING);
        List<ReplicaView> views = cluster.views();
        cluster.killAll();
        cluster.start("r1");
        cluster.start("r2");
        ReplicaView leader = cluster.awaitLeaderAbove(before.servingEpoch(), TestCluster.FORMING);
        List<Written> without = write(cluster, leader.replica(), "without-r3", 3);

        cluster.kill(leader.replica());
        cluster.start("r3");
        cluster.awaitLeaderAbove(leader.servingEpoch(), TestCluster.FORMING);
        for (Node node : cluster.responsive()) {
            for (Written written : without) {
                assertThat(node.client().get(written.key()).done().version())
                        .isEqualTo(written.version());
            }
        }
        cluster.settle();
        assertNoTermFell(views, cluster);
    }

    @Test
    @DisplayName("V11 killed and started again at 350, 600 and 900, the counter says just that")
    void aCounterSurvivesEveryKillExactly(TestCluster cluster) {
        SharedCounter counter = new SharedCounter(cluster, "counter", 2);
        for (long count : List.of(350L, 600L, 900L)) {
            counter.incrementTo(count);
            List<ReplicaView> views = cluster.views();
            cluster.killAll();
            cluster.startAll();
            cluster.awaitLevel(TestCluster.FORMING);
            assertThat(counter.total()).isEqualTo(count);
            assertNoTermFell(views, cluster);
        }
        assertEveryReplicaSays(900, counter, cluster);
    }

    /** A read is answered from the state of the leader's home: so each becomes that in its turn. */
    private static void assertEveryReplicaSays(
            long count, SharedCounter counter, TestCluster cluster) {
        Set<String> asked = new HashSet<>();
        while (asked.size() < cluster.nodes().size()) {
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            assertThat(counter.total()).as("as %s says", leader.replica()).isEqualTo(count);
            assertThat(asked.add(leader.replica())).as("another leads each time").isTrue();
            cluster.kill(leader.replica());
            cluster.awaitLeaderAbove(leader.servingEpoch(), TestCluster.FAILOVER);
            cluster.start(leader.replica());
        }
    }

    private static List<Written> write(
            TestCluster cluster, String replica, String prefix, int count) {
        NodeClient client = cluster.node(replica).client();
        return IntStream.range(0, count)
                .mapToObj(i -> client.put(prefix + "/" + i, "value " + i).done())
                .toList();
    }

    private static void assertNoTermFell(List<ReplicaView> before, TestCluster cluster) {
        for (ReplicaView then : before) {
            assertThat(cluster.node(then.replica()).view())
                    .hasValueSatisfying(
                            now -> assertThat(now.term()).isGreaterThanOrEqualTo(then.term()));
        }
    }
}
