package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.api.Outcome;
import io.ringfence.persistence.MemoryChunks;
import io.ringfence.protocol.EntryId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three nodes in this JVM that take a snapshot every ten entries and keep five behind it. */
class SnapshotsTest {
    private static final String[] VOTERS = {"r1", "r2", "r3"};
    private static final int PAST_THE_LOG = 60;

    private final List<Disk> disks =
            new ArrayList<>(List.of(Disk.empty(), Disk.empty(), Disk.empty()));
    private final List<TestNode> nodes = new ArrayList<>();

    @BeforeEach
    void start() {
        for (int i = 0; i < 3; i++) nodes.add(startNode(i));
        nodes.forEach(node -> node.join(nodes.get(0)));
        assertThat(nodes.get(0).done("1")).isEqualTo(1);
        awaitMembers(nodes.get(0), 3);
    }

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private TestNode startNode(int i) {
        return TestNode.start(VOTERS[i], disks.get(i), new Counter(false), VOTERS);
    }

    private static void awaitMembers(TestNode node, int count) {
        node.serving()
                .awaitAssert(
                        TestNode.PATIENCE, () -> assertThat(node.membersUp()).isEqualTo(count));
    }

    /**
     * Adds so much, one by one. On a machine short of time a leader may lose its quorum for a
     * moment, and what became of a command is unknown: then the counter tells.
     */
    private void add(int times) {
        long known = nodes.get(0).get();
        long sum = known + times;
        while (known < sum) {
            boolean done = nodes.get(0).submit("1") instanceof Outcome.Done<Long>;
            known = done ? known + 1 : nodes.get(0).get();
        }
        assertThat(nodes.get(0).get()).isEqualTo(sum);
    }

    /** Waits until every replica has applied the same, and says so with its digest. */
    private List<ReplicaStatus> awaitEqual() {
        TestNode of = nodes.get(0);
        return of.serving()
                .awaitAssert(
                        TestNode.PATIENCE,
                        () -> {
                            List<ReplicaStatus> all = of.cluster();
                            assertThat(all).extracting(ReplicaStatus::reachable).containsOnly(true);
                            assertThat(all)
                                    .extracting(ReplicaStatus::role)
                                    .doesNotContain("amnesiac");
                            assertThat(all.stream().map(ReplicaStatus::last).distinct()).hasSize(1);
                            assertThat(all.stream().map(ReplicaStatus::digest).distinct())
                                    .hasSize(1);
                            return all;
                        });
    }

    @Test
    @DisplayName("N1 N14 every replica has a snapshot at the same entry, and no older one")
    void everyReplicaTakesTheSame() {
        add(25);
        awaitEqual();
        nodes.get(0)
                .serving()
                .awaitAssert(
                        TestNode.PATIENCE,
                        () -> {
                            assertThat(nodes.get(0).cluster())
                                    .extracting(s -> s.snapshot().index().value())
                                    .containsExactly(20L, 20L, 20L);
                            for (Disk disk : disks) {
                                assertThat(MemoryChunks.snapshots(disk.name())).isEqualTo(1);
                            }
                            return null;
                        });
    }

    @Test
    @DisplayName("N1 N11 a snapshot on demand is at one entry, with one digest, on all replicas")
    void aSnapshotOnDemandIsTheSameOnAll() {
        add(3);
        EntryId at = marked();
        add(2);
        awaitEqual();
        nodes.get(0)
                .serving()
                .awaitAssert(
                        TestNode.PATIENCE,
                        () -> {
                            assertThat(nodes.get(0).cluster())
                                    .extracting(ReplicaStatus::snapshot)
                                    .containsExactly(at, at, at);
                            for (Disk disk : disks) {
                                assertThat(MemoryChunks.contents(disk.name()))
                                        .hasSize(1)
                                        .isEqualTo(MemoryChunks.contents(disks.get(0).name()));
                            }
                            return null;
                        });
    }

    /** Asked of a node that need not be the leader's. */
    private EntryId marked() {
        Outcome<EntryId> outcome =
                nodes.get(2).group().snapshot(TestNode.PATIENCE).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<EntryId>) outcome).result();
    }

    @Test
    @DisplayName("N3 N5 a replica that fell behind the log gets a snapshot, then the entries after")
    void aReplicaThatFellBehindGetsASnapshot() {
        nodes.get(2).close();
        add(PAST_THE_LOG);
        nodes.set(2, startNode(2).join(nodes.get(0)));
        add(5);
        awaitEqual();
        assertThat(nodes.get(2).get()).isEqualTo(1 + PAST_THE_LOG + 5);
    }

    @Test
    @DisplayName("V13 a wiped replica is cured by a snapshot, and then counts")
    void aWipedReplicaIsCured() {
        add(PAST_THE_LOG);
        nodes.get(2).close();
        disks.set(2, Disk.empty());
        nodes.set(2, startNode(2).join(nodes.get(0)));
        awaitEqual();
        nodes.get(1).close();
        add(1);
        assertThat(nodes.get(0).get()).isEqualTo(2 + PAST_THE_LOG);
    }

    @Test
    @DisplayName("after a restart of all the state is the snapshot's and what followed it")
    void allGoOnFromTheirSnapshots() {
        add(PAST_THE_LOG + 3);
        awaitEqual();
        nodes.forEach(TestNode::close);
        for (int i = 0; i < 3; i++) nodes.set(i, startNode(i));
        nodes.forEach(node -> node.join(nodes.get(0)));
        assertThat(nodes.get(1).get()).isEqualTo(1 + PAST_THE_LOG + 3);
        awaitEqual();
    }
}
