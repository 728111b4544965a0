package io.ringfence.app.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the demonstration is told.
 *
 * @param directory holds a directory for each replica; what was stored is there at the next start
 * @param httpPort of the first node; the others take the next ones
 * @param arguments further ones for every node
 */
public record DemoSettings(int nodes, Path directory, int httpPort, List<String> arguments) {
    private static final int NODES_MAX = 9;

    public DemoSettings {
        if (nodes < 1 || nodes > NODES_MAX) {
            throw new IllegalArgumentException(
                    "a demo has from 1 to " + NODES_MAX + " nodes, but was " + nodes);
        }
        if (httpPort < 1 || httpPort + nodes > 65_536) {
            throw new IllegalArgumentException(
                    "there are no " + nodes + " ports from " + httpPort + " on");
        }
        arguments = List.copyOf(arguments);
    }

    List<String> replicas() {
        return IntStream.rangeClosed(1, nodes).mapToObj(i -> "r" + i).toList();
    }
}
