package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node, a group of its own, beside which others are started that must not run. */
class StartupIT {
    private static final Duration END = Duration.ofSeconds(40);

    @RegisterExtension
    static final ClusterExtension CLUSTER = new ClusterExtension(ClusterPlan.one("startup"));

    private static int started;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "--colour, blue, --colour",
        "--port, 99999, 99999",
        "--port, many, many",
        "--http-port, -1, -1",
        "--seeds, nonsense, nonsense",
        "--profile, slow, slow",
        "--voters, 'r2,r3', r1",
        "--voters, 'r1,r1', r1",
        "--replica, '', replica",
        "--jdbc-url, postgres://db --jdbc-user u, postgres://db"
    })
    @DisplayName("an option that makes no sense is named in one line, and nothing runs")
    void anOptionThatMakesNoSenseIsNamed(
            String option, String value, String named, TestCluster cluster) {
        List<String> words = words(cluster, elsewhere(cluster));
        int known = words.indexOf(option);
        if (known >= 0) words.subList(known, known + 2).clear();
        words.add(option);
        words.addAll(List.of(value.split(" ")));
        assertThat(complaint(cluster, words)).contains(named);
    }

    @Test
    @DisplayName("a port in use is named in one line")
    void aPortInUseIsNamed(TestCluster cluster) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            for (String option : List.of("--http-port", "--port")) {
                List<String> words = words(cluster, elsewhere(cluster));
                words.set(words.indexOf(option) + 1, port);
                assertThat(complaint(cluster, words)).contains(port, "in use");
            }
        }
    }

    @Test
    @DisplayName("F18 a second process on one data directory is told who has it; the first goes on")
    void aSecondProcessOnOneDirectoryIsRefused(TestCluster cluster) {
        Node node = cluster.node("r1");
        List<String> words = words(cluster, node.dataDirectory());
        assertThat(complaint(cluster, words))
                .contains(node.dataDirectory().toString(), Long.toString(node.process().pid()));
        cluster.pause("r1");
        assertThat(complaint(cluster, words)).contains(node.dataDirectory().toString());
        cluster.resume("r1");
        node.client().put("still", "there").done();
    }

    @Test
    @DisplayName("the data directory of another replica is refused with both named")
    void theDirectoryOfAnotherReplicaIsRefused(TestCluster cluster) {
        cluster.node("r1").client().put("mine", "r1's").done();
        assertThat(cluster.stop("r1")).isIn(0, 143);
        List<String> words = words(cluster, cluster.node("r1").dataDirectory());
        words.set(words.indexOf("--replica") + 1, "r2");
        words.set(words.indexOf("--voters") + 1, "r2");
        assertThat(complaint(cluster, words)).contains("r1", "r2", "data directory");
        cluster.settle();
        assertThat(cluster.node("r1").client().get("mine").done().text()).isEqualTo("r1's");
    }

    @Test
    @DisplayName("the data directory of another group is refused with both named")
    void theDirectoryOfAnotherGroupIsRefused(TestCluster cluster) throws IOException {
        Path identity = Path.of("replica.properties");
        Path directory = Files.createDirectories(elsewhere(cluster));
        String ours = Files.readString(cluster.node("r1").dataDirectory().resolve(identity));
        String theirs = ours.replace("group=registry", "group=ledger");
        assertThat(theirs).isNotEqualTo(ours);
        Files.writeString(directory.resolve(identity), theirs);
        assertThat(complaint(cluster, words(cluster, directory)))
                .contains("'ledger'", "'registry'", directory.toString());
    }

    @Test
    @DisplayName("a database that cannot be reached is named with the reason, and tried again")
    void anUnreachableDatabaseIsNamedAndTriedAgain(TestCluster cluster) {
        String url = "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/nowhere";
        List<String> words = words(cluster, elsewhere(cluster));
        words.addAll(List.of("--jdbc-url", url, "--jdbc-user", "u", "--jdbc-password", "secret"));
        NodeProcess process = start(cluster, words);
        try {
            Await.until("it has tried twice", END, () -> mentions(process, url).size() >= 2);
            assertThat(process.isAlive()).isTrue();
            assertThat(mentions(process, url)).allMatch(line -> line.contains("refused"));
            assertThat(process.output()).noneMatch(line -> line.contains("secret"));
            assertThat(process.output()).noneMatch(line -> line.startsWith("\tat "));
        } finally {
            process.kill();
        }
    }

    private static List<String> mentions(NodeProcess process, String url) {
        List<String> lines = new ArrayList<>(process.output());
        lines.addAll(process.complaints());
        return lines.stream().filter(line -> line.contains(url)).toList();
    }

    /** Starts what cannot run, and gives the one line in which it said so. */
    private static String complaint(TestCluster cluster, List<String> words) {
        NodeProcess process = start(cluster, words);
        try {
            assertThat(process.exitCode(END)).isNotZero();
            List<String> lines = process.complaints().stream().filter(l -> !isHint(l)).toList();
            assertThat(lines).as("complaints").hasSize(1);
            assertThat(lines.get(0)).startsWith("ringfence: ").doesNotContain("Exception");
            return lines.get(0);
        } finally {
            process.kill();
        }
    }

    /** After a mistake in the command, where to read more. */
    private static boolean isHint(String line) {
        return line.equals("See ringfence node --help");
    }

    private static synchronized NodeProcess start(TestCluster cluster, List<String> words) {
        return NodeProcess.start(words, cluster.directory(), "other-" + started++);
    }

    private static synchronized Path elsewhere(TestCluster cluster) {
        return cluster.directory().resolve("other-" + started);
    }

    /** What would start a node of the same replica in that directory, at ports of its own. */
    private static List<String> words(TestCluster cluster, Path dataDirectory) {
        Node node = cluster.node("r1");
        List<String> words = new ArrayList<>(cluster.arguments(node));
        words.set(words.indexOf("--data-dir") + 1, dataDirectory.toString());
        words.set(words.indexOf("--port") + 1, Integer.toString(Ports.free()));
        words.set(words.indexOf("--http-port") + 1, Integer.toString(Ports.free()));
        return words;
    }
}
