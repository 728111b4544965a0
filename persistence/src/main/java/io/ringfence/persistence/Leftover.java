package io.ringfence.persistence;

import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that a killed process left running on a data directory whose lock is ours now.
 *
 * <p>It is taken over when it answers, is this directory's, and runs these programs with these
 * settings; any other is stopped. While it recovers from a crash it is waited for, for stopping it
 * would only make it begin again.
 */
final class Leftover {
    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
    private static final Set<String> STARTING = Set.of("", "starting");

    private final Cluster cluster;
    private final PostgresSettings settings;
    private final String fingerprint;

    Leftover(Cluster cluster, PostgresSettings settings, String fingerprint) {
        this.cluster = cluster;
        this.settings = settings;
        this.fingerprint = fingerprint;
    }

    /** The port of the server taken over. If empty, no process of one is left. */
    OptionalInt takeOver() throws InterruptedException {
        if (cluster.processes().none()) return OptionalInt.empty();
        LOG.info("an earlier process left PostgreSQL running in {}", cluster.directory());
        Deadline.after(settings.startLimit()).await(() -> !starting());
        OptionalInt port = cluster.status().equals("ready") ? adopt() : OptionalInt.empty();
        if (port.isEmpty()) PostgresStopper.stop(cluster, settings.stopLimit());
        return port;
    }

    /** A server just begun has no file yet; one whose file was removed never will have. */
    private boolean starting() {
        ServerProcesses processes = cluster.processes();
        boolean silent = cluster.hasPidFile() && STARTING.contains(cluster.status());
        return processes.soon() || processes.postmaster().isPresent() && silent;
    }

    /**
     * Asks the server, again while it does not answer: it may be busy recovering from the crash of
     * a session.
     */
    private OptionalInt adopt() throws InterruptedException {
        Deadline limit = Deadline.after(settings.answerLimit());
        while (!limit.passed() && cluster.processes().postmaster().isPresent()) {
            OptionalInt port = cluster.port();
            try {
                if (port.isPresent())
                    return ServerQueries.claim(cluster, port.getAsInt(), fingerprint)
                            ? port
                            : OptionalInt.empty();
            } catch (SQLException e) {
                LOG.info(
                        "PostgreSQL in {} does not answer yet: {}",
                        cluster.directory(),
                        e.getMessage());
            }
            limit.pause();
        }
        return OptionalInt.empty();
    }
}
