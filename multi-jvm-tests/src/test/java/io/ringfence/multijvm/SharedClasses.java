package io.ringfence.multijvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The classes of the jar as a JVM maps them into its memory: recorded once, by a node that runs for
 * a moment, they spare each node after it about half of what a start costs.
 */
final class SharedClasses {
    private static final Path ARCHIVE =
            Path.of("target", "multi-jvm", "ringfence.jsa").toAbsolutePath();

    private SharedClasses() {}

    /** What a JVM is told to use them; nothing when it made none, as not every kind of JVM does. */
    static synchronized List<String> options() {
        if (!isFresh()) record();
        return isFresh() ? List.of("-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
    }

    private static boolean isFresh() {
        try {
            return Files.exists(ARCHIVE)
                    && Files.getLastModifiedTime(ARCHIVE)
                                    .compareTo(Files.getLastModifiedTime(NodeProcess.jar()))
                            > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void record() {
        long began = System.nanoTime();
        try (TestCluster cluster = TestCluster.prepare(ClusterPlan.one("shared-classes"))) {
            Files.deleteIfExists(ARCHIVE);
            Node node = cluster.node("r1");
            node.start(cluster.arguments(node), List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE));
            cluster.awaitLevel(TestCluster.FORMING);
            node.client().put("a", "write").done();
            node.client().get("a").done();
            cluster.stop("r1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Report.line("classes recorded in %d ms", (System.nanoTime() - began) / 1_000_000);
    }
}
