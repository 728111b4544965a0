package io.ringfence.persistence;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the server of a cluster, whatever state it is in: politely, then at once, then by force.
 */
final class PostgresStopper {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStopper.class);
    private static final Duration IMMEDIATE_LIMIT = Duration.ofSeconds(2);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private PostgresStopper() {}

    /**
     * Returns when no process of it is left, and how long that took. An interrupt does not cut it
     * short.
     */
    static Duration stop(Cluster cluster, Duration limit) {
        Deadline begun = Deadline.after(limit);
        if (!ended(cluster, "INT", limit)) {
            LOG.warn(
                    "PostgreSQL in {} did not stop within {} ms: stopping it at once",
                    cluster.directory(),
                    limit.toMillis());
            if (!ended(cluster, "QUIT", IMMEDIATE_LIMIT)) kill(cluster);
        }
        return begun.elapsed();
    }

    private static boolean ended(Cluster cluster, String signal, Duration limit) {
        ServerProcesses processes = cluster.processes();
        if (processes.postmaster().isEmpty()) return killOrphans(cluster, processes);
        OsProcess.signal(signal, List.of(processes.postmaster().getAsLong()));
        return Deadline.after(limit).awaitThroughInterrupts(() -> cluster.processes().none());
    }

    /**
     * Children whose postmaster is dead end by themselves when they next look; what they still do
     * can be lost.
     */
    private static boolean killOrphans(Cluster cluster, ServerProcesses orphans) {
        if (!orphans.none()) kill(cluster);
        return true;
    }

    /** Safe for the data: PostgreSQL recovers what was committed from its write-ahead log. */
    static void kill(Cluster cluster) {
        LOG.warn("PostgreSQL in {} is killed", cluster.directory());
        boolean ended =
                Deadline.after(KILL_LIMIT)
                        .awaitThroughInterrupts(
                                () -> {
                                    ServerProcesses processes = cluster.processes();
                                    if (!processes.none())
                                        OsProcess.signal("KILL", processes.all());
                                    return processes.none();
                                });
        if (!ended) {
            throw new StartupException(
                    "processes of PostgreSQL in "
                            + cluster.directory()
                            + " cannot be killed: "
                            + cluster.processes());
        }
    }
}
