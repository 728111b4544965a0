package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The state is some 2,000 pieces, so that a transfer takes long enough to be hit. No cluster for
 * others: its snapshots are too large to be taken every 200 entries.
 */
class ResyncFaultsIT {
    private static final int VALUES = 80;
    private static final String LARGE = "x".repeat(100 * 1024);
    private static final Duration TRANSFER = Duration.ofSeconds(120);

    /** Several snapshots. */
    private static final int WRITES_MEANWHILE = 700;

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(ClusterPlan.three("large").withConfig("short-log.conf"));

    @Test
    @DisplayName("N6 killed while it receives pieces, a replica goes on with those that it stored")
    void aTransferIsResumedAfterACrash(TestCluster cluster) {
        Node wiped = wipedBehindALargeState(cluster, "n6");
        long stored = awaitMidTransfer(cluster, wiped).resyncBytes();
        cluster.kill(wiped.replica());
        cluster.start(wiped.replica());
        ReplicaView resumed = awaitMidTransfer(cluster, wiped);
        assertThat(resumed.resyncBytes()).isGreaterThanOrEqualTo(stored);
        cluster.awaitLevel(TRANSFER);
        Report.line("killed with %d B stored, went on at %d B", stored, resumed.resyncBytes());
        assertItHolds(cluster, wiped, "n6");
    }

    @Test
    @DisplayName("N8 while a replica is paused its snapshot goes: it starts over on a newer one")
    void anOverrunTransferStartsOver(TestCluster cluster) {
        Node wiped = wipedBehindALargeState(cluster, "n8");
        awaitMidTransfer(cluster, wiped);
        cluster.pause(wiped.replica());
        long overrun = cluster.awaitLeader(TestCluster.FAILOVER).lastIndex();
        try (WriteLoad load = WriteLoad.start(cluster, "n8-meanwhile", 4, 200)) {
            load.awaitMore(WRITES_MEANWHILE, TRANSFER);
            cluster.resume(wiped.replica());
            cluster.await(
                    wiped.replica() + " has a newer snapshot",
                    TRANSFER,
                    () -> wiped.view().filter(v -> v.snapshotIndex() > overrun).isPresent());
            Tally tally = load.stop();
            cluster.awaitLevel(TRANSFER);
            assertItHolds(cluster, wiped, "n8");
            tally.verify(wiped.client());
        }
    }

    /** A follower with an empty disk, just started; the others hold one snapshot of much. */
    private static Node wipedBehindALargeState(TestCluster cluster, String prefix) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        Node wiped =
                cluster.nodes().stream()
                        .filter(node -> !node.replica().equals(leader.replica()))
                        .findFirst()
                        .orElseThrow();
        NodeClient client = cluster.node(leader.replica()).client();
        IntStream.range(0, VALUES).forEach(i -> put(cluster, client, prefix + "/" + i, LARGE));
        long at = snapshot(cluster, client);
        cluster.await("all have the snapshot", TRANSFER, () -> allHold(cluster, at));
        cluster.killAndWipe(wiped.replica());
        cluster.start(wiped.replica());
        return wiped;
    }

    /** Twice is as good as once: what is unknown is tried again. */
    private static void put(TestCluster cluster, NodeClient client, String key, String value) {
        cluster.await(key + " is put", TRANSFER, () -> client.put(key, value).isDone());
    }

    /** Where it is taken; of one of which that is unknown another one is taken. */
    private static long snapshot(TestCluster cluster, NodeClient client) {
        AtomicLong index = new AtomicLong();
        cluster.await(
                "a snapshot is to be taken",
                TRANSFER,
                () -> {
                    Answer<Long> answer = client.snapshot();
                    if (answer.isDone()) index.set(answer.done());
                    return answer.isDone();
                });
        return index.get();
    }

    private static boolean allHold(TestCluster cluster, long snapshot) {
        List<ReplicaView> views = cluster.views();
        return views.size() == cluster.nodes().size()
                && views.stream().allMatch(view -> view.snapshotIndex() == snapshot);
    }

    private static ReplicaView awaitMidTransfer(TestCluster cluster, Node node) {
        cluster.await(
                node.replica() + " is in the middle of a transfer",
                TRANSFER,
                () -> node.view().filter(ReplicaView::isMidTransfer).isPresent());
        return node.view()
                .filter(ReplicaView::isMidTransfer)
                .orElseThrow(() -> new AssertionError("the transfer is over too soon"));
    }

    /** It leads, and answers from its own state. */
    private static void assertItHolds(TestCluster cluster, Node node, String prefix) {
        cluster.awaitLeaderAt(node.replica());
        assertThat(node.client().listAll(prefix + "/")).hasSize(VALUES);
        assertThat(IntStream.range(0, VALUES))
                .allMatch(i -> node.client().get(prefix + "/" + i).done().text().equals(LARGE));
    }
}
