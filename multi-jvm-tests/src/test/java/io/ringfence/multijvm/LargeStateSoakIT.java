package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code mvn verify -Psoak}: a state of 200 MB in JVMs of 512 MB. */
@Tag("soak")
class LargeStateSoakIT {
    private static final int VALUES = 2_000;
    private static final String LARGE = "x".repeat(100_000);
    private static final int CLIENTS = 32;
    private static final int WRITES_PER_SECOND = 1_000;
    private static final Duration WRITING = Duration.ofMinutes(10);

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(
                    ClusterPlan.three("large-state")
                            .withProfile("default")
                            .withJvm("-Xmx512m", "-XX:+ExitOnOutOfMemoryError"));

    @Test
    @DisplayName("N13 200 MB are transferred under writes: nobody stops, no heap runs over")
    void aLargeStateIsTransferredUnderWrites(TestCluster cluster) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        NodeClient client = cluster.node(leader.replica()).client();
        IntStream.range(0, VALUES).forEach(i -> client.put("large/" + i, LARGE).done());
        cluster.awaitLevel(TestCluster.FORMING);
        report(cluster, "200 MB written");
        Node wiped = cluster.node(leader.replica().equals("r1") ? "r2" : "r1");
        try (WriteLoad load = WriteLoad.start(cluster, "n13", CLIENTS, WRITES_PER_SECOND)) {
            load.awaitMore(2_000, WRITING);
            cluster.killAndWipe(wiped.replica());
            load.awaitMore(2_000, WRITING);
            long began = System.nanoTime();
            cluster.start(wiped.replica());
            HeapWatch heap = new HeapWatch(cluster);
            cluster.await(
                    wiped.replica() + " counts again",
                    WRITING,
                    () -> {
                        heap.look();
                        return wiped.view().filter(LargeStateSoakIT::isCured).isPresent();
                    });
            long ended = System.nanoTime();
            load.awaitMore(2_000, WRITING);
            Tally tally = load.stop();
            List<Long> millis = tally.millisBetween(began, ended);
            Report.line(
                    "N13: %.1f s for the transfer; %d writes during it, p50 %d ms, p99 %d ms,"
                            + " slowest %d ms; largest heap %d MiB; in all %s",
                    (ended - began) / 1e9,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() * 99 / 100),
                    millis.get(millis.size() - 1),
                    heap.largestMebibytes(),
                    tally);
            ReplicaView after = cluster.awaitLevel(TestCluster.FORMING);
            report(cluster, "level");
            assertThat(after.servingEpoch())
                    .as("nobody lost its lead")
                    .isEqualTo(leader.servingEpoch());
            tally.verify(cluster.node(after.replica()).client());
        }
    }

    private static boolean isCured(ReplicaView view) {
        return view.role().equals("follower") && view.snapshotIndex() > 0;
    }

    private static void report(TestCluster cluster, String when) {
        for (Node node : cluster.responsive()) {
            Report.line(
                    "%s: %s uses %d MiB of heap",
                    when, node.replica(), node.process().heapBytes() >> 20);
        }
    }
}
