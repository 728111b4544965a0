package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseKillIT {
    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName("L12 the database of the leader's home is killed under load: nothing is lost")
    void nothingAcknowledgedIsLostWithADatabase(TestCluster cluster) {
        try (WriteLoad load = WriteLoad.start(cluster, "database", 2, 50)) {
            load.awaitMore(50, TestCluster.FAILOVER);
            ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
            cluster.killDatabase(leader.replica());
            load.awaitMore(100, TestCluster.FAILOVER);
            Tally tally = load.stop();
            // The node starts its database again by itself, and its replica catches up.
            ReplicaView after = cluster.awaitLevel(TestCluster.FORMING);
            assertThat(cluster.node(leader.replica()).database().alive()).isNotEmpty();
            long pause = tally.longestGap().toMillis();
            Report.line("database of the leader's home killed, gap %d ms: %s", pause, tally);
            tally.verify(cluster.node(after.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
    }
}
