package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServiceIT {
    private static final int BEFORE = 50;
    private static final int AFTER = 50;
    private static final Duration OUTCOMES = Duration.ofSeconds(30);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName(
            "C10 a service without a replica writes by the actor API while the leader is killed")
    void aServiceWritesThroughAFailover(TestCluster cluster) {
        ReplicaView old = cluster.awaitLeader(TestCluster.FAILOVER);
        try (ServiceJvm service = ServiceJvm.start(cluster)) {
            for (int i = 0; i < BEFORE; i++) service.put("service/" + i);
            cluster.await(
                    "the writes before have their outcomes",
                    TestCluster.FORMING,
                    () -> service.attempts().size() == BEFORE);
            cluster.kill(old.replica());
            for (int i = BEFORE; i < BEFORE + AFTER; i++) service.put("service/" + i);
            cluster.await(
                    "the writes meanwhile have their outcomes",
                    OUTCOMES,
                    () -> service.attempts().size() == BEFORE + AFTER);
            service.put("service/last");
            cluster.await(
                    "one more is acknowledged",
                    OUTCOMES,
                    () -> service.attempts().size() == BEFORE + AFTER + 1);

            Tally tally = new Tally("service", service.attempts());
            Report.line("a service by the actor API: %s", tally);
            assertThat(tally.acknowledged()).hasSizeGreaterThan(BEFORE);
            assertThat(tally.acknowledgedAbove(old.servingEpoch())).isPresent();
            ReplicaView leader = cluster.awaitLeaderAbove(old.servingEpoch(), OUTCOMES);
            tally.verify(cluster.node(leader.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
    }
}
