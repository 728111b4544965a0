package io.ringfence.persistence;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link ChildNode} in its process. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader();
    }

    static ChildJvm start(Path directory, String replica, String reach, String... options)
            throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(options));
        words.addAll(List.of(ChildNode.class.getName(), directory.toString(), replica, reach));
        return new ChildJvm(new ProcessBuilder(words).redirectErrorStream(true).start());
    }

    /** Waits until the child has what it was to have. Returns what it says of it. */
    String reached() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("reached ")) return line.substring("reached ".length());
            said.append(line).append('\n');
        }
        throw new AssertionError("the child ended early: " + said);
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
