package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.multijvm.Registry.Item;
import io.ringfence.multijvm.Registry.Page;
import io.ringfence.multijvm.Registry.Value;
import io.ringfence.multijvm.Registry.Written;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryIT {
    private static final int VALUE_BYTES_MAX = 128 * 1024;

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.three("group"));

    @Test
    @DisplayName("three nodes form one group: one leads, and each knows all")
    void threeNodesFormOneGroup(TestCluster cluster) {
        ReplicaView leader = cluster.awaitLevel(TestCluster.FORMING);
        assertThat(leader.groupId()).isNotEmpty();
        for (Node node : cluster.nodes()) {
            List<ReplicaView> known = node.client().cluster().done();
            assertThat(known).extracting(ReplicaView::replica).containsExactly("r1", "r2", "r3");
            assertThat(known).extracting(ReplicaView::groupId).containsOnly(leader.groupId());
            assertThat(known).filteredOn(ReplicaView::leads).containsExactly(leader);
            assertThat(known).allMatch(ReplicaView::reachable);
            assertThat(node.client().raw("GET", "/health/ready", new byte[0]).isDone()).isTrue();
        }
    }

    @Test
    @DisplayName("what is written at any node is read at every node, at once")
    void anyNodeAnswers(TestCluster cluster) {
        List<Long> versions = new ArrayList<>();
        for (Node writer : cluster.nodes()) {
            Written written = writer.client().put("any", "by " + writer.replica()).done();
            versions.add(written.version());
            for (Node reader : cluster.nodes()) {
                Value read = reader.client().get("any").done();
                assertThat(read.text()).isEqualTo("by " + writer.replica());
                assertThat(read.version()).isEqualTo(written.version());
                assertThat(read.epoch()).isEqualTo(written.epoch());
            }
        }
        assertThat(versions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("keys are listed in order, by prefix, page after page")
    void keysAreListed(TestCluster cluster) {
        NodeClient client = cluster.node("r2").client();
        for (String key : List.of("list/c", "list/a", "list/b", "lisu"))
            client.put(key, key).done();
        Page two = client.list("list/", 2).done();
        assertThat(two.items()).extracting(Item::key).containsExactly("list/a", "list/b");
        assertThat(two.items()).extracting(Item::bytes).containsOnly(6);
        assertThat(two.more()).isTrue();
        assertThat(client.listAll("list/")).extracting(Item::key).hasSize(3).endsWith("list/c");
        assertThat(client.list("nothing/", 10).done()).isEqualTo(new Page(List.of(), false));
    }

    @Test
    @DisplayName("a write on a condition that does not hold is 412 with the version there is")
    void conditionsHold(TestCluster cluster) {
        NodeClient client = cluster.node("r3").client();
        Written first = client.put("condition", "1", Condition.ABSENT).done();
        Answer<Written> again = client.put("condition", "2", Condition.ABSENT);
        assertThat(again.isRejected(412)).isTrue();
        assertThat(again.rejected().problem().path("currentVersion").longValue())
                .isEqualTo(first.version());
        Condition unchanged = Condition.version(first.version());
        Written second = client.put("condition", "2", unchanged).done();
        assertThat(client.put("condition", "3", unchanged).isRejected(412)).isTrue();
        assertThat(client.delete("condition", unchanged).isRejected(412)).isTrue();
        assertThat(client.get("condition").done().text()).isEqualTo("2");
        assertThat(client.delete("condition", Condition.version(second.version())).isDone())
                .isTrue();
    }

    @Test
    @DisplayName("what is deleted is gone at every node, and its version never comes back")
    void whatIsDeletedIsGone(TestCluster cluster) {
        NodeClient client = cluster.node("r1").client();
        Written written = client.put("gone", "soon").done();
        assertThat(client.delete("gone", Condition.NONE).isDone()).isTrue();
        for (Node node : cluster.nodes()) {
            assertThat(node.client().get("gone").isRejected(404)).isTrue();
            assertThat(node.client().delete("gone", Condition.NONE).isRejected(404)).isTrue();
        }
        assertThat(client.put("gone", "again").done().version()).isGreaterThan(written.version());
    }

    @Test
    @DisplayName("a key is any text of up to 512 bytes, a value any bytes up to the limit")
    void keysAndValuesAreTakenUpToTheirLimits(TestCluster cluster) {
        NodeClient client = cluster.node("r2").client();
        for (String key : List.of("a/b/c", "ä ö/%2F?#&+", "\uD83D\uDD12", "k".repeat(512))) {
            client.put(key, "value of " + key).done();
            assertThat(client.get(key).done().text()).isEqualTo("value of " + key);
        }
        for (String value : List.of("", "v".repeat(VALUE_BYTES_MAX))) {
            client.put("size", value).done();
            assertThat(client.get("size").done().text()).isEqualTo(value);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2} is {3}")
    @CsvSource({
        "PUT, /v1/registry/, '', 400",
        "PUT, /v1/registry/%FF, '', 400",
        "PUT, /v1/registry/k, 'If-Match: seven', 400",
        "PUT, /v1/registry/k, 'If-Match: -1', 400",
        "PUT, /v1/registry/k, 'If-None-Match: 7', 400",
        "DELETE, /v1/registry/k, 'If-Match: *', 400",
        "GET, /v1/registry/k?consistency=eventual, '', 400",
        "GET, /v1/registry?limit=0, '', 400",
        "GET, /v1/registry?limit=many, '', 400",
        "POST, /v1/registry/k, '', 405",
        "GET, /v1/nothing, '', 404"
    })
    @DisplayName("C4 a request that makes no sense is refused, and nothing is appended")
    void badInputIsRefused(
            String method, String target, String header, int status, TestCluster cluster) {
        String[] headers = header.isEmpty() ? new String[0] : header.split(": ");
        assertRefused(cluster, method, target, new byte[0], status, headers);
    }

    @Test
    @DisplayName("C4 a key or a value over the limit is refused, and nothing is appended")
    void whatIsTooLargeIsRefused(TestCluster cluster) {
        assertRefused(cluster, "PUT", "/v1/registry/" + "k".repeat(513), new byte[0], 400);
        assertRefused(cluster, "PUT", "/v1/registry/k", new byte[VALUE_BYTES_MAX + 1], 413);
    }

    private static void assertRefused(
            TestCluster cluster,
            String method,
            String target,
            byte[] body,
            int status,
            String... headers) {
        ReplicaView before = cluster.awaitLevel(TestCluster.FORMING);
        for (Node node : cluster.nodes()) {
            Answer<JsonNode> answer = node.client().raw(method, target, body, headers);
            assertThat(answer.isRejected(status)).as("%s", answer).isTrue();
            assertThat(answer.rejected().detail()).isNotBlank();
        }
        Written next = cluster.node("r1").client().put("after", "").done();
        assertThat(next.index())
                .as("nothing was appended before")
                .isEqualTo(before.lastIndex() + 1);
    }

    @Test
    @DisplayName("SIGTERM ends a node and its database, and the others go on")
    void aNodeThatIsStoppedLeavesNothingRunning(TestCluster cluster) {
        ReplicaView leader = cluster.awaitLeader(TestCluster.FAILOVER);
        cluster.node("r1").client().put("rolling", "before").done();
        assertStopsCleanly(cluster, leader.replica());
        cluster.awaitLeaderAbove(leader.servingEpoch(), TestCluster.FAILOVER);
        NodeClient left = cluster.responsive().get(0).client();
        assertThat(left.get("rolling").done().text()).isEqualTo("before");
        left.put("rolling", "after").done();
        for (Node node : cluster.responsive()) assertStopsCleanly(cluster, node.replica());
    }

    private static void assertStopsCleanly(TestCluster cluster, String replica) {
        ProcessesOf database = cluster.node(replica).database();
        assertThat(database.alive()).isNotEmpty();
        long began = System.nanoTime();
        int code = cluster.stop(replica);
        Report.line("%s stopped in %d ms", replica, (System.nanoTime() - began) / 1_000_000);
        assertThat(code).isIn(0, 143);
        assertThat(database.alive()).isEmpty();
    }
}
