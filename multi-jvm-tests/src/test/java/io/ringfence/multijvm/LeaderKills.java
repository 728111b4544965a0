package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills the leader's JVM again and again while clients write, and measures for how long nothing was
 * acknowledged.
 */
final class LeaderKills {
    private static final int CLIENTS = 2;
    private static final int WRITES_PER_SECOND = 50;
    private static final int WRITES_BETWEEN = 50;

    private final TestCluster cluster;
    private final List<Duration> gaps = new ArrayList<>();

    private LeaderKills(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** The gap of each kill; afterwards every write has been accounted for. */
    static List<Duration> run(TestCluster cluster, String prefix, int kills) {
        LeaderKills story = new LeaderKills(cluster);
        try (WriteLoad load = WriteLoad.start(cluster, prefix, CLIENTS, WRITES_PER_SECOND)) {
            for (int kill = 1; kill <= kills; kill++) story.kill(load);
            Tally tally = load.stop();
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            Report.line("%s: %s", prefix, tally);
            assertThat(tally.acknowledged()).hasSizeGreaterThan(kills * WRITES_BETWEEN);
            tally.verify(cluster.node(leader.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
        return story.gaps;
    }

    private void kill(WriteLoad load) {
        load.awaitMore(WRITES_BETWEEN, TestCluster.FAILOVER);
        ReplicaView old = cluster.awaitLeader(TestCluster.FAILOVER);
        cluster.kill(old.replica());
        load.awaitAcknowledgedAbove(old.servingEpoch(), TestCluster.FAILOVER);
        gaps.add(load.tally().gapAfter(old.servingEpoch()));
        cluster.start(old.replica());
        cluster.await(
                old.replica() + " is back and follows",
                TestCluster.FORMING,
                () -> cluster.node(old.replica()).view().filter(this::follows).isPresent());
    }

    /** Under load nobody is ever quite level; but it has applied more than when it was killed. */
    private boolean follows(ReplicaView view) {
        return cluster.leader()
                .filter(l -> l.servingEpoch() == view.servingEpoch())
                .filter(l -> view.lastEpoch() == l.lastEpoch())
                .isPresent();
    }
}
