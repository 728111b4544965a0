package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.multijvm.Registry.Value;
import io.ringfence.multijvm.Registry.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Snapshots every 200 entries, of which 50 stay in the log. */
class FoundAnewIT {
    private static final Duration COMMAND = Duration.ofSeconds(60);
    private static final int KEYS = 450;

    @RegisterExtension
    static final ClusterExtension CLUSTER =
            new ClusterExtension(ClusterPlan.three("found-anew").withConfig("short-log.conf"));

    private static int commands;

    /** What a command said, and its exit code. */
    private record Said(int code, String text) {}

    @Test
    @DisplayName("§13.15 of three disks two are lost: the group goes on from the third, all of it")
    void aGroupGoesOnFromTheDiskThatIsLeft(TestCluster cluster) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        List<Written> written = write(cluster.node(leader.replica()), "before", KEYS);
        ReplicaView before = cluster.awaitLevel(TestCluster.FORMING);
        Node chosen = follower(cluster, before);
        assertRefusedWhileItRuns(cluster, chosen);

        for (Node other : cluster.nodes()) {
            if (other != chosen) cluster.killAndWipe(other.replica());
        }
        assertThat(cluster.stop(chosen.replica())).isIn(0, 143);
        assertNothingChangesWithoutYes(cluster, chosen, before);
        Said done = foundAnew(cluster, chosen, "--yes");
        assertThat(done.code()).as(done.text()).isZero();
        assertThat(done.text()).contains("Done: replica " + chosen.replica() + " is set apart");
        Said again = foundAnew(cluster, chosen, "--yes");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.text()).contains("it is set apart already");

        long began = System.nanoTime();
        cluster.startAll();
        ReplicaView after = cluster.awaitLevel(TestCluster.FORMING);
        Report.line("founded anew and level in %d ms", (System.nanoTime() - began) / 1_000_000);
        assertThat(after.groupId()).isNotEqualTo(before.groupId());
        assertThat(after.servingEpoch()).isGreaterThan(before.servingEpoch());
        assertThat(after.lastIndex()).isGreaterThan(before.lastIndex());
        assertAllIsThere(cluster, written);
        assertItGoesOnWithoutTheChosen(cluster, chosen, written);
    }

    private static void assertRefusedWhileItRuns(TestCluster cluster, Node node) {
        Said refused = foundAnew(cluster, node, "--yes");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.text()).contains("is in use by process " + node.process().pid());
    }

    private static void assertNothingChangesWithoutYes(
            TestCluster cluster, Node chosen, ReplicaView before) {
        Said another = foundAnew(cluster, chosen, "--replica", "r9", "--yes");
        assertThat(another.code()).isEqualTo(1);
        assertThat(another.text()).contains("'r9'", "'" + chosen.replica() + "'");
        for (int i = 0; i < 2; i++) {
            Said told = foundAnew(cluster, chosen);
            assertThat(told.code()).as(told.text()).isEqualTo(1);
            assertThat(told.text())
                    .contains(before.groupId(), "Nothing is changed yet", "is lost for ever")
                    .contains("ends with entry " + before.lastEpoch() + "/" + before.lastIndex());
        }
    }

    private static void assertAllIsThere(TestCluster cluster, List<Written> written) {
        NodeClient client =
                cluster.node(cluster.awaitLeader(TestCluster.FAILOVER).replica()).client();
        for (Written each : written) {
            Value value = client.get(each.key()).done();
            assertThat(value.text()).isEqualTo("value of " + each.key());
            assertThat(value.version()).isEqualTo(each.version());
        }
    }

    /** The others hold all of it by now, and are a quorum. */
    private static void assertItGoesOnWithoutTheChosen(
            TestCluster cluster, Node chosen, List<Written> written) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        List<Written> more = new ArrayList<>(written);
        more.addAll(write(cluster.node(leader.replica()), "after", 20));
        for (Written each : more.subList(written.size(), more.size())) {
            assertThat(each.epoch()).isGreaterThan(written.get(written.size() - 1).epoch());
        }
        cluster.kill(chosen.replica());
        Node other = cluster.responsive().get(0);
        cluster.await(
                "the two that were empty take a write",
                TestCluster.FAILOVER,
                () -> other.client().put("without", "the chosen one").isDone());
        assertAllIsThere(cluster, more);
        cluster.start(chosen.replica());
        cluster.awaitLevel(TestCluster.FORMING);
    }

    private static List<Written> write(Node node, String prefix, int count) {
        List<Written> written = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = prefix + "/" + i;
            written.add(node.client().put(key, "value of " + key).done());
        }
        return written;
    }

    private static Node follower(TestCluster cluster, ReplicaView leader) {
        return cluster.nodes().stream()
                .filter(node -> !node.replica().equals(leader.replica()))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Said foundAnew(TestCluster cluster, Node node, String... options) {
        List<String> words = new ArrayList<>(List.of("found-anew"));
        words.addAll(List.of("--data-dir", node.dataDirectory().toString()));
        words.addAll(List.of(options));
        if (!words.contains("--replica")) words.addAll(List.of("--replica", node.replica()));
        NodeProcess process =
                NodeProcess.start(words, cluster.directory(), "found-anew-" + commands++);
        int code = process.exitCode(COMMAND);
        List<String> lines = new ArrayList<>(process.output());
        lines.addAll(process.complaints());
        return new Said(code, String.join("\n", lines));
    }
}
