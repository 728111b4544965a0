package io.ringfence.multijvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A replica's place: its ports and its directory, and the process that runs there now, if any. */
final class Node {
    private static final Duration STOP = Duration.ofSeconds(40);

    private final String replica;
    private final int port;
    private final int httpPort;
    private final Path directory;
    private NodeProcess process;
    private boolean paused;

    /**
     * @param directory for its data and its logs
     */
    Node(String replica, Path directory) {
        this.replica = replica;
        this.directory = directory;
        this.port = Ports.free();
        this.httpPort = Ports.free();
    }

    String replica() {
        return replica;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    int httpPort() {
        return httpPort;
    }

    Path dataDirectory() {
        return directory.resolve(replica);
    }

    NodeClient client() {
        return NodeClient.at(httpPort);
    }

    ProcessesOf database() {
        return ProcessesOf.database(dataDirectory());
    }

    NodeProcess process() {
        return process;
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** It is there, and not paused. */
    synchronized boolean isResponsive() {
        return isRunning() && !paused;
    }

    void start(List<String> arguments) {
        start(arguments, SharedClasses.options());
    }

    synchronized void start(List<String> arguments, List<String> jvm) {
        if (isRunning()) throw new IllegalStateException(replica + " runs already");
        process = NodeProcess.start(jvm, arguments, directory, replica);
        paused = false;
    }

    /** SIGKILL, to the node alone: its database lives on, as it does when a JVM is killed. */
    synchronized void kill() {
        process.kill();
        paused = false;
    }

    /** SIGTERM, and waits for the end. */
    int stop() {
        process.terminate();
        return process.exitCode(STOP);
    }

    synchronized void pause() {
        paused = true;
        process.send(Signal.STOP);
    }

    synchronized void resume() {
        process.send(Signal.CONT);
        paused = false;
    }

    /** Its own status; empty when it does not answer. */
    Optional<ReplicaView> view() {
        if (!isResponsive()) return Optional.empty();
        return client().status() instanceof Answer.Done<ReplicaView> done
                ? Optional.of(done.value())
                : Optional.empty();
    }

    String describe() {
        if (!isRunning()) return replica + " is not running";
        if (!isResponsive()) return replica + " is paused";
        Answer<ReplicaView> status = client().status();
        return status.isDone() ? status.done().toString() : replica + " answers " + status;
    }
}
