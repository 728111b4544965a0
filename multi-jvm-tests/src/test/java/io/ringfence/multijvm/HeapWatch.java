package io.ringfence.multijvm;

import java.time.Duration;

/** The largest heap that any node of a cluster had, whenever it was looked at. */
final class HeapWatch {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final TestCluster cluster;
    private long lookedNanos = System.nanoTime() - PAUSE.toNanos();
    private long largest;

    HeapWatch(TestCluster cluster) {
        this.cluster = cluster;
    }

    /** May be called often: it looks now and then. */
    void look() {
        if (System.nanoTime() - lookedNanos < PAUSE.toNanos()) return;
        for (Node node : cluster.responsive()) {
            largest = Math.max(largest, node.process().heapBytes());
        }
        lookedNanos = System.nanoTime();
    }

    long largestMebibytes() {
        return largest >> 20;
    }
}
