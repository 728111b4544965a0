package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.multijvm.Registry.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PauseIT {
    private static final int ASKED_WHILE_PAUSED = 5;

    /** Of those that wait at the paused node's door: longer than the pause. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName(
            "F10 the old leader is paused, another leads; it returns: no stale write, no stale"
                    + " read")
    void theOldLeaderReturnsAndIsHarmless(TestCluster cluster) {
        ReplicaView old = cluster.awaitLeader(TestCluster.FAILOVER);
        Node home = cluster.node(old.replica());
        long pid = home.process().pid();
        home.client().put("fresh", "old").done();
        try (WriteLoad load = WriteLoad.start(cluster, "f10", 2, 50)) {
            load.awaitMore(50, TestCluster.FAILOVER);
            cluster.pause(old.replica());
            List<CompletableFuture<Attempt>> writes = writeAtTheDoor(home);
            load.awaitAcknowledgedAbove(old.servingEpoch(), TestCluster.FAILOVER);
            Duration gap = load.tally().gapAfter(old.servingEpoch());
            Report.line("gap when the leader is paused, profile fast: %d ms", gap.toMillis());
            NodeClient other = cluster.responsive().get(0).client();
            other.put("fresh", "new").done();
            List<CompletableFuture<Answer<Value>>> reads = readAtTheDoor(home);

            cluster.resume(old.replica());
            assertNothingStale(old, writes, other);
            reads.forEach(read -> assertNotStale(read.join()));
            load.awaitMore(50, TestCluster.FAILOVER);
            Tally tally = load.stop();
            Report.line("leader paused: %s", tally);
            ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
            tally.verify(cluster.node(leader.replica()).client());
            tally.verifyEpochsDoNotOverlap();
        }
        assertRejoined(cluster, old, pid);
    }

    private static List<CompletableFuture<Attempt>> writeAtTheDoor(Node home) {
        NodeClient client = home.client().within(PATIENCE);
        return IntStream.range(0, ASKED_WHILE_PAUSED)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> write(client, "door/" + i)))
                .toList();
    }

    private static Attempt write(NodeClient client, String key) {
        long sent = System.nanoTime();
        String value = "value of " + key;
        return new Attempt(key, value, "paused", client.put(key, value), sent, System.nanoTime());
    }

    private static List<CompletableFuture<Answer<Value>>> readAtTheDoor(Node home) {
        NodeClient client = home.client().within(PATIENCE);
        return IntStream.range(0, ASKED_WHILE_PAUSED)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> client.get("fresh")))
                .toList();
    }

    /** What the old leader was asked while it slept is done in a later epoch, or it says so. */
    private static void assertNothingStale(
            ReplicaView old, List<CompletableFuture<Attempt>> asked, NodeClient other) {
        Tally tally = new Tally("door", asked.stream().map(CompletableFuture::join).toList());
        Report.line("asked of the leader while it was paused: %s", tally);
        assertThat(tally.acknowledged())
                .allMatch(attempt -> attempt.written().epoch() > old.servingEpoch());
        tally.verify(other);
    }

    private static void assertNotStale(Answer<Value> read) {
        if (read instanceof Answer.Done<Value> done) {
            assertThat(done.value().text()).isEqualTo("new");
        } else {
            assertThat(read.isRejected(404)).isFalse();
        }
    }

    /** The same process, in a new actor system: its replica follows, and knows the new term. */
    private static void assertRejoined(TestCluster cluster, ReplicaView old, long pid) {
        Node home = cluster.node(old.replica());
        assertThat(home.process().pid()).isEqualTo(pid);
        assertThat(home.view())
                .hasValueSatisfying(
                        now -> {
                            assertThat(now.role()).isEqualTo("follower");
                            assertThat(now.term()).isGreaterThan(old.term());
                            assertThat(now.leader()).isNotEqualTo(old.replica());
                        });
        assertThat(home.client().put("after", "at the old leader's node").done().epoch())
                .isGreaterThan(old.servingEpoch());
    }

    @Test
    @DisplayName(
            "a node that was paused until it was downed rejoins by itself, in the same process")
    void aDownedNodeRejoins(TestCluster cluster) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        Node follower =
                cluster.nodes().stream()
                        .filter(node -> !node.replica().equals(leader.replica()))
                        .findFirst()
                        .orElseThrow();
        long pid = follower.process().pid();
        Node home = cluster.node(leader.replica());
        long before = downings(cluster, follower);
        cluster.pause(follower.replica());
        cluster.await(
                follower.replica() + " is downed",
                TestCluster.FAILOVER,
                () -> downings(cluster, follower) > before);
        home.client().put("while/away", "written by two").done();
        long joined = joinings(follower);
        cluster.resume(follower.replica());
        cluster.await(
                follower.replica() + " notices and joins again",
                TestCluster.FORMING,
                () -> joinings(follower) > joined);
        ReplicaView after = cluster.awaitLevel(TestCluster.FORMING);
        assertThat(follower.process().pid()).isEqualTo(pid);
        assertThat(after.replica()).isEqualTo(leader.replica());
        assertThat(follower.client().get("while/away").done().text()).isEqualTo("written by two");
    }

    @Test
    @DisplayName("a node that began a cluster of its own, since it saw no other, joins the others")
    void aNodeApartJoinsTheOthers(TestCluster cluster) {
        Node first = cluster.node("r1");
        first.client().put("apart", "before").done();
        long joined = setApart(cluster, first);
        cluster.await("r1 joins the others", TestCluster.FORMING, () -> joinings(first) > joined);
        cluster.awaitLevel(TestCluster.FORMING);
        assertThat(first.client().get("apart").done().text()).isEqualTo("before");
    }

    @Test
    @DisplayName("a node leaves a cluster of its own although another node is paused meanwhile")
    void aNodeApartJoinsWhileAnotherIsPaused(TestCluster cluster) {
        Node first = cluster.node("r1");
        long joined = setApart(cluster, first);
        cluster.awaitLeader(TestCluster.FORMING);
        cluster.pause("r3");
        cluster.await("r1 joins the others", TestCluster.FORMING, () -> joinings(first) > joined);
        cluster.resume("r3");
        cluster.awaitLevel(TestCluster.FORMING);
    }

    @Test
    @DisplayName("two of three nodes form a group while the first seed takes connections, paused")
    void aPausedSeedKeepsNobodyFromForming(TestCluster cluster) {
        ReplicaView before = cluster.awaitLeader(TestCluster.FAILOVER);
        cluster.node("r2").client().put("seed", "before").done();
        cluster.pause("r1");
        cluster.kill("r2");
        cluster.kill("r3");
        cluster.start("r2");
        cluster.start("r3");
        ReplicaView leader = cluster.awaitLeaderAbove(before.servingEpoch(), TestCluster.FORMING);
        NodeClient client = cluster.node(leader.replica()).client();
        assertThat(client.get("seed").done().text()).isEqualTo("before");
        client.put("seed", "while paused").done();
        cluster.resume("r1");
        cluster.awaitLevel(TestCluster.FORMING);
    }

    /** Has the first seed found a cluster of its own, and tells how often it has joined one. */
    private static long setApart(TestCluster cluster, Node first) {
        long before = downings(cluster, first);
        cluster.kill("r1");
        cluster.await(
                "r1 is downed", TestCluster.FAILOVER, () -> downings(cluster, first) > before);
        cluster.pause("r2");
        cluster.pause("r3");
        cluster.start("r1");
        cluster.await(
                "r1 leads nobody",
                TestCluster.FORMING,
                () ->
                        first.view()
                                .filter(v -> v.servingReason().startsWith("no quorum"))
                                .isPresent());
        long joined = joinings(first);
        cluster.resume("r2");
        cluster.resume("r3");
        return joined;
    }

    /** How often the node has replaced its actor system, up to now. */
    private static long joinings(Node node) {
        return node.process().output().stream()
                .filter(line -> line.contains("joining the cluster again"))
                .count();
    }

    /** How often the nodes decided, up to now, to take that one out of the cluster. */
    private static long downings(TestCluster cluster, Node node) {
        String decision = "is downing [akka://ringfence@" + node.address() + "]";
        return cluster.nodes().stream()
                .flatMap(other -> other.process().output().stream())
                .filter(line -> line.contains(decision))
                .count();
    }
}
