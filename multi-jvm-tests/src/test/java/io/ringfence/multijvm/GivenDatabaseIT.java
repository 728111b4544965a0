package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The database that a node gets here is one that a killed node left running. */
class GivenDatabaseIT {
    private static final int PORT_LINE = 3;
    private static final Duration COMMAND = Duration.ofSeconds(60);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.one("given-database"));

    @Test
    @DisplayName("a node with --jdbc-url has its journal there, and starts no database of its own")
    void aNodeUsesTheDatabaseItIsGiven(TestCluster cluster) throws IOException {
        Node node = cluster.node("r1");
        node.client().put("where", "in the database").done();
        cluster.kill("r1");
        assertThat(node.database().alive()).isNotEmpty();

        Path elsewhere = cluster.directory().resolve("elsewhere");
        List<String> words = new ArrayList<>(cluster.arguments(node));
        words.set(words.indexOf("--data-dir") + 1, elsewhere.toString());
        words.addAll(login(node.dataDirectory().resolve("postgres")));
        node.start(words);
        cluster.awaitLevel(TestCluster.FORMING);
        assertThat(node.client().get("where").done().text()).isEqualTo("in the database");
        assertThat(elsewhere.resolve("postgres")).doesNotExist();
        node.client().put("where", "in a given database").done();

        cluster.stop("r1");
        assertThat(node.database().alive()).as("it is not this node's to stop").isNotEmpty();
        assertFoundedAnew(cluster, elsewhere);
        cluster.settle();
        assertThat(node.client().get("where").done().text()).isEqualTo("in a given database");
    }

    /** A group of one replica, which is all of its voters. */
    private static void assertFoundedAnew(TestCluster cluster, Path directory) throws IOException {
        List<String> words = new ArrayList<>(List.of("found-anew", "--yes", "--replica", "r1"));
        words.addAll(List.of("--data-dir", directory.toString()));
        words.addAll(login(cluster.node("r1").dataDirectory().resolve("postgres")));
        NodeProcess process = NodeProcess.start(words, cluster.directory(), "found-anew");
        assertThat(process.exitCode(COMMAND)).as(process.lastLines(20)).isZero();
        assertThat(process.output()).anyMatch(line -> line.startsWith("Done: replica r1"));
        assertThat(cluster.node("r1").database().alive()).isNotEmpty();
    }

    private static List<String> login(Path postgres) throws IOException {
        String port = Files.readAllLines(postgres.resolve("postmaster.pid")).get(PORT_LINE);
        String password = Files.readString(postgres.resolve("ringfence.password")).strip();
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/ringfence";
        return List.of("--jdbc-url", url, "--jdbc-user", "ringfence", "--jdbc-password", password);
    }
}
