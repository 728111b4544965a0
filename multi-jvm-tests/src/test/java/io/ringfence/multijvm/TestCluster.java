package io.ringfence.multijvm;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster of real nodes, one JVM with one PostgreSQL each, and what a story can do to it.
 *
 * <p>Whatever happens, nothing of it runs on: it ends with {@link #close}, or else with this JVM,
 * and what a JVM that was itself killed left behind ends before the next start.
 */
final class TestCluster implements AutoCloseable {
    /** Three JVMs on a small machine, with new databases. */
    static final Duration FORMING = Duration.ofSeconds(150);

    /** Until another leads, in whatever profile. */
    static final Duration FAILOVER = Duration.ofSeconds(60);

    private static final int LOG_LINES = 25;
    private static final String SOURCE =
            "-Dakka.remote.artery.advanced.tcp.outbound-client-hostname=";
    private static final Path ROOT = Path.of("target", "multi-jvm").toAbsolutePath();

    private final ClusterPlan plan;
    private final Path directory;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Optional<Network> network;
    private final Thread lastLine = new Thread(this::end, "ends the nodes");

    private TestCluster(ClusterPlan plan) {
        this.plan = plan;
        this.directory = ROOT.resolve(plan.name());
        plan.replicas().forEach(replica -> nodes.put(replica, new Node(replica, directory)));
        this.network = plan.network() ? Optional.of(new Network(nodes())) : Optional.empty();
    }

    /** Starts all nodes, in empty directories, and waits until they serve. */
    static TestCluster start(ClusterPlan plan) {
        TestCluster cluster = prepare(plan);
        try {
            cluster.startAll();
            cluster.awaitLevel(FORMING);
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            AssertionError told = cluster.withLogs(e);
            cluster.close();
            throw told;
        }
    }

    /** The same with nothing started yet. */
    static TestCluster prepare(ClusterPlan plan) {
        TestCluster cluster = new TestCluster(plan);
        Runtime.getRuntime().addShutdownHook(cluster.lastLine);
        cluster.end();
        delete(cluster.directory);
        return cluster;
    }

    Node node(String replica) {
        return nodes.get(replica);
    }

    List<Node> nodes() {
        return List.copyOf(nodes.values());
    }

    /** Those that answer. */
    List<Node> responsive() {
        return nodes.values().stream().filter(Node::isResponsive).toList();
    }

    /** What stands between the nodes, of a plan that has it. */
    Network network() {
        return network.orElseThrow();
    }

    Path directory() {
        return directory;
    }

    // What can be done to it.

    void startAll() {
        nodes.keySet().forEach(this::start);
    }

    void start(String replica) {
        List<String> jvm = new ArrayList<>(SharedClasses.options());
        jvm.addAll(plan.jvm());
        network.map(n -> SOURCE + n.sourceOf(replica)).ifPresent(jvm::add);
        node(replica).start(arguments(node(replica)), jvm);
    }

    /** SIGKILL to the JVM. */
    void kill(String replica) {
        node(replica).kill();
    }

    /** SIGKILL to all JVMs, as close together as can be. */
    void killAll() {
        nodes.values().parallelStream().filter(Node::isRunning).forEach(Node::kill);
    }

    /** SIGKILL to the JVM and to its PostgreSQL, and an empty disk. */
    void killAndWipe(String replica) {
        kill(replica);
        killDatabase(replica);
        delete(node(replica).dataDirectory());
    }

    /** SIGTERM to the JVM, and its exit code. */
    int stop(String replica) {
        return node(replica).stop();
    }

    /** SIGSTOP to the JVM. */
    void pause(String replica) {
        node(replica).pause();
    }

    /** SIGCONT to the JVM. */
    void resume(String replica) {
        node(replica).resume();
    }

    /** SIGKILL to all processes of its PostgreSQL. */
    void killDatabase(String replica) {
        node(replica).database().kill();
    }

    /** Whatever the story before left: all run, none is paused or cut off, all are level. */
    void settle() {
        network.ifPresent(Network::heal);
        for (Node node : nodes.values()) {
            if (!node.isRunning()) start(node.replica());
            else if (!node.isResponsive()) node.resume();
        }
        awaitLevel(FORMING);
    }

    /** The words after {@code ringfence.jar} that start the node. */
    List<String> arguments(Node node) {
        List<String> words = new ArrayList<>(List.of("node"));
        words.addAll(List.of("--replica", node.replica()));
        words.addAll(List.of("--voters", String.join(",", nodes.keySet())));
        words.addAll(List.of("--host", "127.0.0.1", "--port", Integer.toString(node.port())));
        words.addAll(List.of("--seeds", seeds()));
        words.addAll(List.of("--http-port", Integer.toString(node.httpPort())));
        words.addAll(List.of("--data-dir", node.dataDirectory().toString()));
        words.addAll(List.of("--profile", plan.profile()));
        network.ifPresent(
                n -> words.addAll(List.of("--bind", "127.0.0.1:" + n.portOf(node.replica()))));
        words.addAll(plan.options());
        return words;
    }

    private String seeds() {
        return nodes.values().stream().map(Node::address).collect(Collectors.joining(","));
    }

    // What can be seen of it.

    /** The replica that says it leads and serves, at the highest epoch if several do. */
    Optional<ReplicaView> leader() {
        return views().stream()
                .filter(ReplicaView::leads)
                .max(Comparator.comparingLong(ReplicaView::servingEpoch));
    }

    /** What the nodes that answer say of themselves. */
    List<ReplicaView> views() {
        return responsive().stream().map(Node::view).flatMap(Optional::stream).toList();
    }

    ReplicaView awaitLeader(Duration atMost) {
        return awaitLeaderAbove(-1, atMost);
    }

    /** Waits for one of a higher epoch. */
    ReplicaView awaitLeaderAbove(long epoch, Duration atMost) {
        String what = epoch < 0 ? "there is a leader" : "a leader has an epoch above " + epoch;
        await(what, atMost, () -> leader().filter(l -> l.servingEpoch() > epoch).isPresent());
        return leader().orElseThrow(() -> new AssertionError("the leader is gone: " + describe()));
    }

    /** Waits until all nodes run and hold and have applied what the leader has. */
    ReplicaView awaitLevel(Duration atMost) {
        await("all replicas are level", atMost, () -> levelLeader().isPresent());
        return levelLeader().or(this::leader).orElseThrow();
    }

    private Optional<ReplicaView> levelLeader() {
        List<ReplicaView> all = views();
        return leader().filter(l -> all.size() == nodes.size())
                .filter(l -> all.stream().allMatch(v -> v.isLevelWith(l)))
                .filter(l -> all.stream().allMatch(v -> v.servingEpoch() == l.servingEpoch()));
    }

    /** Waits, and tells the situation when it was in vain. */
    void await(String what, Duration atMost, BooleanSupplier condition) {
        Await.until(what, atMost, condition, this::describe);
    }

    /** One line for each node. */
    String describe() {
        return nodes.values().stream()
                .map(node -> "  " + node.describe())
                .collect(Collectors.joining("\n"));
    }

    /** A failure with the situation, the end of every log and odd threads in its message. */
    AssertionError withLogs(Throwable failure) {
        String threads =
                responsive().stream()
                        .map(node -> node.process().threads())
                        .collect(Collectors.joining());
        String logs =
                nodes.values().stream()
                        .filter(node -> node.process() != null)
                        .map(node -> node.process().lastLines(LOG_LINES))
                        .collect(Collectors.joining("", "", threads));
        return new AssertionError(
                "%s%nthe cluster now:%n%s%nall logs: %s%n%s"
                        .formatted(failure.getMessage(), describe(), directory, logs),
                failure);
    }

    /** Kills whoever else leads, and starts it again, until that one does. */
    ReplicaView awaitLeaderAt(String replica) {
        ReplicaView leader = awaitLevel(FORMING);
        for (int kills = 0; !leader.replica().equals(replica); kills++) {
            if (kills == nodes.size()) throw new AssertionError(replica + " never leads");
            kill(leader.replica());
            awaitLeaderAbove(leader.servingEpoch(), FAILOVER);
            start(leader.replica());
            leader = awaitLevel(FORMING);
        }
        return leader;
    }

    // Its end.

    @Override
    public void close() {
        end();
        network.ifPresent(Network::close);
        deleteData();
        Runtime.getRuntime().removeShutdownHook(lastLine);
    }

    private void end() {
        ProcessesOf.below(directory).end();
    }

    /** Logs stay, for whoever wants to read them. */
    private void deleteData() {
        File[] children = directory.toFile().listFiles(File::isDirectory);
        if (children == null) return;
        for (File child : children) delete(child.toPath());
    }

    private static void delete(Path root) {
        if (!Files.exists(root)) return;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
