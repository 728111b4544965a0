package io.ringfence.multijvm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which cluster a story wants.
 *
 * @param name of its directory below {@code target/multi-jvm}
 * @param replicas one node for each
 * @param profile {@code default} or {@code fast}
 * @param options further ones of the command {@code node}, for every node
 * @param jvm options of every node's JVM, beside those that all have
 * @param network whether a {@link Network} stands between the nodes
 */
record ClusterPlan(
        String name,
        List<String> replicas,
        String profile,
        List<String> options,
        List<String> jvm,
        boolean network) {
    /** Three nodes that detect a failure quickly. */
    static ClusterPlan three(String name) {
        return new ClusterPlan(
                name, List.of("r1", "r2", "r3"), "fast", List.of(), List.of(), false);
    }

    /** One node, which is a group of its own. */
    static ClusterPlan one(String name) {
        return new ClusterPlan(name, List.of("r1"), "fast", List.of(), List.of(), false);
    }

    ClusterPlan withProfile(String other) {
        return new ClusterPlan(name, replicas, other, options, jvm, network);
    }

    /**
     * @param resource a file of settings
     */
    ClusterPlan withConfig(String resource) {
        Path file = Path.of("target", "test-classes", resource).toAbsolutePath();
        return withOptions("--config", file.toString());
    }

    ClusterPlan withOptions(String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return new ClusterPlan(name, replicas, profile, List.copyOf(all), jvm, network);
    }

    ClusterPlan withJvm(String... words) {
        return new ClusterPlan(name, replicas, profile, options, List.of(words), network);
    }

    ClusterPlan withNetwork() {
        return new ClusterPlan(name, replicas, profile, options, jvm, true);
    }
}
