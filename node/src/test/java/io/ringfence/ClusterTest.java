package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.CoordinatedShutdown;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.ServingState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three nodes in this JVM, each with its own disk. */
class ClusterTest {
    private static final String[] VOTERS = {"r1", "r2", "r3"};

    private final List<Disk> disks = List.of(Disk.empty(), Disk.empty(), Disk.empty());
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) nodes.add(startNode(i));
        // The first leads: a singleton is placed on the oldest node.
        nodes.forEach(node -> node.join(nodes.get(0)));
        assertThat(nodes.get(0).done("1")).isEqualTo(1);
        // Until then a node that crashes may be half of the cluster.
        nodes.get(1).awaitMembersUp(3);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private TestNode startNode(int i) {
        return TestNode.start(VOTERS[i], disks.get(i), new Counter(i == 0), VOTERS);
    }

    private void restart(int i, int seed) {
        nodes.set(i, startNode(i).join(nodes.get(seed)));
    }

    /** Waits until every replica has applied what that one has. */
    private void awaitEqual(TestNode of) {
        TestProbe<ServingState> patience = of.serving();
        patience.awaitAssert(
                TestNode.PATIENCE,
                () -> {
                    List<ReplicaStatus> all = of.cluster();
                    assertThat(all).extracting(ReplicaStatus::reachable).containsOnly(true);
                    assertThat(all.stream().map(ReplicaStatus::appliedIndex).distinct()).hasSize(1);
                    assertThat(all.stream().map(ReplicaStatus::last).distinct()).hasSize(1);
                    return null;
                });
    }

    @Test
    void anyNodeTakesRequests() {
        assertThat(nodes.get(1).done("2")).isEqualTo(3);
        assertThat(nodes.get(2).done("3")).isEqualTo(6);
        for (TestNode node : nodes) assertThat(node.get()).isEqualTo(6);
        awaitEqual(nodes.get(2));
        assertThat(nodes.get(2).cluster())
                .extracting(ReplicaStatus::role)
                .containsExactly("leader", "follower", "follower");
    }

    @Test
    void anotherLeadsWhenTheLeaderCrashes() {
        nodes.get(0).close();
        // What was handed to the leader that crashed is unknown; a query is asked again.
        assertThat(nodes.get(1).get()).isEqualTo(1);
        assertThat(nodes.get(1).done("2")).isEqualTo(3);
        assertThat(nodes.get(2).get()).isEqualTo(3);
        restart(0, 1);
        assertThat(nodes.get(0).done("3")).isEqualTo(6);
        awaitEqual(nodes.get(0));
    }

    @Test
    @DisplayName("L14 while the leader leaves every command is done once")
    void aLeaderThatLeavesLosesNothing() throws Exception {
        List<CompletableFuture<Outcome<Long>>> outcomes = new ArrayList<>();
        Runnable more =
                () -> {
                    for (int i = 0; i < 100; i++) {
                        TestNode node = nodes.get(1 + i % 2);
                        outcomes.add(
                                node.group().submit("1", TestNode.PATIENCE).toCompletableFuture());
                    }
                };
        more.run();
        CoordinatedShutdown.get(nodes.get(0).system()).runAll(CoordinatedShutdown.jvmExitReason());
        more.run();
        awaitEnd(nodes.get(0));
        more.run();
        for (CompletableFuture<Outcome<Long>> outcome : outcomes) {
            assertThat(outcome.join()).isInstanceOf(Outcome.Done.class);
        }
        assertThat(nodes.get(1).get()).isEqualTo(301);
    }

    @Test
    void ofAReplicaThatIsAwayTheLastThatWasKnownIsShown() {
        assertThat(nodes.get(1).cluster()).extracting(ReplicaStatus::reachable).containsOnly(true);
        nodes.get(2).close();
        List<ReplicaStatus> all = nodes.get(1).cluster();
        assertThat(all).extracting(ReplicaStatus::replica).containsExactly("r1", "r2", "r3");
        assertThat(all).extracting(ReplicaStatus::reachable).containsExactly(true, true, false);
        assertThat(all.get(2).ageMillis()).isPositive();
        assertThat(all.get(2).role()).isEqualTo("follower");
    }

    @Test
    void aDownedNodeEndsAndComesBack() throws Exception {
        nodes.get(1).down(nodes.get(0));
        awaitEnd(nodes.get(0));
        assertThat(Ringfence.afterwards(nodes.get(0).system()))
                .isEqualTo(Ringfence.Afterwards.REJOIN);
        restart(0, 1);
        assertThat(nodes.get(0).done("2")).isEqualTo(3);
        awaitEqual(nodes.get(0));
    }

    @Test
    @DisplayName("L6 a poisoned node leaves, and another leads")
    void anotherLeadsWhenTheLeaderIsPoisoned() throws Exception {
        assertThat(nodes.get(1).submit("error")).isInstanceOf(Outcome.Unknown.class);
        awaitEnd(nodes.get(0));
        assertThat(Ringfence.afterwards(nodes.get(0).system()))
                .isEqualTo(Ringfence.Afterwards.FAIL);
        assertThat(nodes.get(1).done("2")).isEqualTo(3);
    }

    private static void awaitEnd(TestNode node) throws Exception {
        node.system()
                .getWhenTerminated()
                .toCompletableFuture()
                .get(TestNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
}
