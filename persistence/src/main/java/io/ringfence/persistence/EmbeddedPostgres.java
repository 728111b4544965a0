package io.ringfence.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of a node's own, with its data in the node's data directory.
 *
 * <p>It is a process, or several, beside the JVM and not under it: a JVM that is killed leaves it
 * running with all that was committed, a Ctrl-C in the terminal does not reach it, and no shutdown
 * hook of ours stops it. The node stops it with {@link #stop}, after its actor system has ended,
 * for until then actors may write. There is never more than one on a directory: who starts one
 * holds the directory's lock, and takes over or stops what an earlier process left behind.
 */
public final class EmbeddedPostgres {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final Cluster cluster;
    private final Database database;
    private final boolean adopted;
    private final Duration stopLimit;

    EmbeddedPostgres(Cluster cluster, int port, boolean adopted, Duration stopLimit) {
        this.cluster = cluster;
        this.database = cluster.database(port, Cluster.DATABASE);
        this.adopted = adopted;
        this.stopLimit = stopLimit;
    }

    /** As {@link #start(DataDirectory, Config)}, with the configuration on the class path. */
    public static EmbeddedPostgres start(DataDirectory directory) throws InterruptedException {
        return start(directory, ConfigFactory.load());
    }

    /**
     * Starts the server in {@code DIR/postgres}, or takes over the one that runs there since an
     * earlier process was killed; that one's sessions are ended first, so nothing of the earlier
     * process is written after this returns. At the first start the database is made; it is never
     * wiped. When it returns the server takes connections, and a commit is on disk.
     *
     * <p>Called by the node before it opens a journal, and again when its server has died, on a
     * thread that may wait: 1 s usually, longer while PostgreSQL recovers. After an interrupt or an
     * error a server may be left running; the next start finds it.
     *
     * @throws StartupException when there is none in the end, with the reason
     */
    public static EmbeddedPostgres start(DataDirectory directory, Config config)
            throws InterruptedException {
        PostgresSettings settings = PostgresSettings.of(config);
        PostgresBinaries binaries =
                PostgresBinaries.ready(settings.binariesDirectory(), Privileges.detect());
        synchronized (directory) {
            return new PostgresLauncher(new Cluster(directory.postgres()), settings, binaries)
                    .launch();
        }
    }

    /** Where to connect. */
    public Database database() {
        return database;
    }

    /** Whether the server was running already, left behind by an earlier process. */
    public boolean adopted() {
        return adopted;
    }

    /** Whether the server's first process lives; it may hang, though. Does not wait. */
    public boolean alive() {
        return cluster.processes().postmaster().isPresent();
    }

    /**
     * Ends all sessions and stops the server; what is not committed is rolled back. Returns how
     * long it took, when no process of it is left. One that does not obey within {@code
     * stop-timeout} is killed, which loses nothing but time at the next start. Called by the node
     * when its actor system has ended, on any thread that may wait; an interrupt does not cut it
     * short. Does nothing when the server is not running.
     */
    public Duration stop() {
        return stop(cluster, stopLimit);
    }

    /**
     * Stops a server that a killed process left behind, and returns how long it took; empty when
     * none was running.
     *
     * @param directory the node's data directory, as for {@link DataDirectory#open}
     * @throws StartupException when a living process has the directory
     */
    public static Optional<Duration> stopLeftover(Path directory) {
        if (!Files.isDirectory(directory)) return Optional.empty();
        try (DirectoryLock lock = DirectoryLock.take(directory)) {
            Cluster cluster = new Cluster(DataDirectory.postgresOf(lock.directory()));
            if (cluster.processes().none()) return Optional.empty();
            return Optional.of(
                    stop(cluster, PostgresSettings.of(ConfigFactory.load()).stopLimit()));
        }
    }

    private static Duration stop(Cluster cluster, Duration limit) {
        if (cluster.processes().none()) return Duration.ZERO;
        Duration took = PostgresStopper.stop(cluster, limit);
        LOG.info("PostgreSQL in {} stopped in {} ms", cluster.directory(), took.toMillis());
        return took;
    }
}
