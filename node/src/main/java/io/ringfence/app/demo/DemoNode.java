package io.ringfence.app.demo;

import io.ringfence.app.HostPort;
import io.ringfence.app.Main;
import io.ringfence.persistence.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One node of the demonstration: a process of its own, started as often as need be. */
final class DemoNode {
    private static final String LOOPBACK = "127.0.0.1";

    private final String replica;
    private final Path directory;
    private final HostPort cluster;
    private final int httpPort;
    private final List<String> arguments;
    private volatile Process process;

    DemoNode(
            String replica,
            Path directory,
            HostPort cluster,
            int httpPort,
            List<String> arguments) {
        this.replica = replica;
        this.directory = directory;
        this.cluster = cluster;
        this.httpPort = httpPort;
        this.arguments = arguments;
    }

    String replica() {
        return replica;
    }

    URI url() {
        return URI.create("http://" + LOOPBACK + ":" + httpPort);
    }

    Path log() {
        return directory.resolve("node.log");
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    int exitValue() {
        return process.exitValue();
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    /** Its input stays open for as long as we live: when it ends, the node stops by itself. */
    void start() {
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command());
            builder.environment().keySet().removeIf(name -> name.startsWith("RINGFENCE_"));
            File log = log().toFile();
            builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
            process = builder.start();
        } catch (IOException e) {
            throw new DemoException(replica + " cannot be started: " + e.getMessage(), e);
        }
    }

    private List<String> command() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("node", "--replica", replica, "--stop-at-end-of-input"));
        command.addAll(List.of("--host", cluster.host(), "--port", "" + cluster.port()));
        command.addAll(List.of("--http-host", LOOPBACK, "--http-port", "" + httpPort));
        command.addAll(List.of("--data-dir", directory.toString()));
        command.addAll(arguments);
        return command;
    }

    /** What it said last, for whoever wonders why it ended. */
    String lastLine() {
        try (Stream<String> lines = Files.lines(log())) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((earlier, later) -> later)
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** Asks it to stop; returns at once. */
    void askToStop() {
        if (alive()) process.destroy();
    }

    /** Waits until it and its database are gone; what does not go is killed. */
    void awaitStop(Duration limit) {
        if (process == null) return;
        boolean inTime =
                onExit().thenApply(ended -> true)
                        .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                        .join();
        if (!inTime) process.destroyForcibly().onExit().join();
        EmbeddedPostgres.stopLeftover(directory);
    }
}
