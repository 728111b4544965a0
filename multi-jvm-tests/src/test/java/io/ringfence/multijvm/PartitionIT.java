package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Networks that fail between nodes, while clients reach all of them. */
class PartitionIT {
    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(ClusterPlan.three("network").withNetwork());

    /** How the leader loses the others. */
    enum Loss {
        /** Nothing of what they send to one another arrives. */
        BLACK_HOLE {
            @Override
            void befall(Network network, String leader) {
                network.isolate(leader, Link.State.BLACK_HOLE);
            }
        },
        /** Their connections break, and new ones are refused. */
        CUT {
            @Override
            void befall(Network network, String leader) {
                network.isolate(leader, Link.State.CUT);
            }
        },
        /** It hears them, and they do not hear it. */
        MUTE {
            @Override
            void befall(Network network, String leader) {
                for (String other : List.of("r1", "r2", "r3")) {
                    if (other.equals(leader)) continue;
                    network.link(leader, other).set(Link.State.BLACK_HOLE);
                }
            }
        };

        abstract void befall(Network network, String leader);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    @DisplayName("F10 a leader loses the others: they go on without it, and it rejoins")
    void theOthersGoOn(Loss loss, TestCluster cluster) {
        ReplicaView old = cluster.awaitLeader(TestCluster.FAILOVER);
        String prefix = "f10-" + loss;
        try (WriteLoad load = WriteLoad.start(cluster, prefix, 3, 60)) {
            load.awaitMore(50, TestCluster.FAILOVER);
            loss.befall(cluster.network(), old.replica());
            load.awaitAcknowledgedAbove(old.servingEpoch(), TestCluster.FAILOVER);
            long gap = load.tally().gapAfter(old.servingEpoch()).toMillis();
            load.awaitMore(50, TestCluster.FAILOVER);
            ReplicaView next = cluster.awaitLeaderAbove(old.servingEpoch(), TestCluster.FAILOVER);
            assertThat(next.replica()).isNotEqualTo(old.replica());
            cluster.network().heal();
            load.awaitMore(50, TestCluster.FAILOVER);
            Tally tally = load.stop();
            Report.line("leader lost the others, %s: gap %d ms, %s", loss, gap, tally);
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            tally.verify(cluster.node(leader.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
    }
}
