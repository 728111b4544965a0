package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Replicas keep 50 entries behind a snapshot, which they take every 200. */
class ResyncIT {
    private static final int CLIENTS = 8;
    private static final int WRITES_PER_SECOND = 200;
    private static final int PAST_THE_LOG = 900;

    /** Those since the last snapshot, and what came while it was taken. */
    private static final int ROWS_MAX = 301;

    private static final Duration INSPECTION = Duration.ofSeconds(60);
    private static final Duration WRITING = Duration.ofSeconds(120);

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(ClusterPlan.three("resync").withConfig("short-log.conf"));

    @Test
    @DisplayName("N4 a follower that was away past the log comes back equal, while clients write")
    void aFollowerComesBackEqual(TestCluster cluster) {
        Node away = follower(cluster);
        try (WriteLoad load = WriteLoad.start(cluster, "n4", CLIENTS, WRITES_PER_SECOND)) {
            load.awaitMore(100, WRITING);
            long last = away.view().orElseThrow().lastIndex();
            cluster.kill(away.replica());
            load.awaitMore(PAST_THE_LOG, WRITING);
            cluster.start(away.replica());
            cluster.await(
                    away.replica() + " has a snapshot of what it missed",
                    WRITING,
                    () -> away.view().filter(v -> v.snapshotIndex() > last).isPresent());
            load.awaitMore(100, WRITING);
            Tally tally = load.stop();
            Report.line("a follower away past the log: %s", tally);
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            tally.verify(cluster.node(leader.replica()).client());
            assertItLeadsWithAll(cluster, leader, tally);
        }
    }

    /** Whoever leads next answers from what it was sent. */
    private static void assertItLeadsWithAll(TestCluster cluster, ReplicaView old, Tally tally) {
        cluster.kill(old.replica());
        ReplicaView next = cluster.awaitLeaderAbove(old.servingEpoch(), TestCluster.FAILOVER);
        tally.verify(cluster.node(next.replica()).client());
    }

    @Test
    @DisplayName("V13 a wiped replica is cured by a snapshot, and counts again")
    void aWipedReplicaIsCured(TestCluster cluster) {
        Node wiped = follower(cluster);
        NodeClient client = cluster.node(leader(cluster).replica()).client();
        for (int i = 0; i < 300; i++) client.put("v13/" + i, "value " + i).done();
        cluster.killAndWipe(wiped.replica());
        client.put("v13/meanwhile", "x").done();
        cluster.start(wiped.replica());
        cluster.awaitLevel(TestCluster.FORMING);
        assertThat(wiped.view().orElseThrow().role()).isIn("follower", "leader");
        ReplicaView leader = leader(cluster);
        for (Node other : cluster.nodes()) {
            boolean third =
                    !other.replica().equals(wiped.replica())
                            && !other.replica().equals(leader.replica());
            if (third) cluster.kill(other.replica());
        }
        Node home = cluster.node(leader.replica());
        cluster.await(
                "a write is acknowledged by two, one of which was wiped",
                TestCluster.FAILOVER,
                () -> home.client().put("v13/after", "x").isDone());
    }

    @Test
    @DisplayName("V20 the node that the leader is placed on was wiped: another leads, and cures it")
    void aWipedHomeMakesRoom(TestCluster cluster) {
        ReplicaView before = leader(cluster);
        NodeClient client = cluster.node(before.replica()).client();
        for (int i = 0; i < 300; i++) client.put("v20/" + i, "value " + i).done();
        cluster.awaitLevel(TestCluster.FORMING);
        cluster.killAll();
        // The first of the seeds founds the cluster, and so gets the leader.
        cluster.killAndWipe("r1");
        cluster.start("r1");
        cluster.await(
                "the leader is placed on r1",
                TestCluster.FORMING,
                () -> cluster.node("r1").view().filter(ReplicaView::isPlaced).isPresent());
        cluster.start("r2");
        cluster.start("r3");
        ReplicaView next = cluster.awaitLeaderAbove(before.servingEpoch(), TestCluster.FORMING);
        assertThat(next.replica()).isNotEqualTo("r1");
        cluster.awaitLevel(TestCluster.FORMING);
        cluster.awaitLeaderAt("r1");
        assertThat(cluster.node("r1").client().listAll("v20/")).hasSize(300);
    }

    @Test
    @DisplayName("N10 the journal of a stopped replica stays short, and says what it holds")
    void aStoppedReplicaCanBeInspected(TestCluster cluster) {
        Node stopped = follower(cluster);
        NodeClient client = cluster.node(leader(cluster).replica()).client();
        for (int i = 0; i < 500; i++) client.put("n10/" + i % 10, "value " + i).done();
        ReplicaView last = cluster.awaitLevel(TestCluster.FORMING);
        cluster.stop(stopped.replica());
        NodeProcess inspect =
                NodeProcess.start(
                        List.of(
                                "journal",
                                "inspect",
                                "--last",
                                "3",
                                "--data-dir",
                                stopped.dataDirectory().toString()),
                        cluster.directory(),
                        "inspect");
        assertThat(inspect.exitCode(INSPECTION)).as(inspect.lastLines(30)).isZero();
        String said = String.join("\n", inspect.output());
        assertThat(said)
                .contains("ringfence|registry|" + stopped.replica())
                .contains("last=" + last.lastEpoch() + "/" + last.lastIndex())
                .containsPattern("snapshot \\d+/\\d+: whole")
                .doesNotContain("DAMAGE");
        Matcher rows = Pattern.compile("(\\d+) events in the journal").matcher(said);
        assertThat(rows.find()).isTrue();
        assertThat(Integer.parseInt(rows.group(1))).isLessThan(ROWS_MAX);
    }

    private static ReplicaView leader(TestCluster cluster) {
        return cluster.awaitLeader(TestCluster.FAILOVER);
    }

    private static Node follower(TestCluster cluster) {
        String leader = leader(cluster).replica();
        return cluster.nodes().stream()
                .filter(node -> !node.replica().equals(leader))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
