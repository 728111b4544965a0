package io.ringfence.persistence;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the server of one data directory up, from whatever an earlier process left there. */
final class PostgresLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresLauncher.class);
    private static final String ADDRESS = "127.0.0.1";
    private static final int PORTS_TRIED_MAX = 5;
    private static final int PORTS_ASKED_MAX = 100;

    /**
     * Below what systems give to outgoing connections: one of those would keep the server from
     * coming back.
     */
    private static final int PORT_MIN = 26_000;

    private static final int PORT_MAX = 32_000;

    private final Cluster cluster;
    private final PostgresSettings settings;
    private final PostgresBinaries binaries;
    private final ServerSettings serverSettings;

    PostgresLauncher(Cluster cluster, PostgresSettings settings, PostgresBinaries binaries) {
        this.cluster = cluster;
        this.settings = settings;
        this.binaries = binaries;
        this.serverSettings = ServerSettings.of(settings.server(), cluster, binaries.digest());
    }

    EmbeddedPostgres launch() throws InterruptedException {
        Deadline begun = Deadline.after(settings.startLimit());
        OptionalInt leftover =
                new Leftover(cluster, settings, serverSettings.fingerprint()).takeOver();
        int port = leftover.isPresent() ? leftover.getAsInt() : startAnew();
        ServerQueries.createDatabase(cluster, port);
        EmbeddedPostgres server =
                new EmbeddedPostgres(cluster, port, leftover.isPresent(), settings.stopLimit());
        LOG.info(
                "PostgreSQL in {} {} in {} ms, on port {}",
                cluster.directory(),
                server.adopted() ? "taken over" : "started",
                begun.elapsed().toMillis(),
                port);
        return server;
    }

    private int startAnew() throws InterruptedException {
        try {
            if (!cluster.exists()) cluster.create(binaries);
            cluster.check(binaries);
            cluster.configure(serverSettings, binaries);
            cluster.removeMisleadingPidFile();
            return startOnAFreePort();
        } catch (IOException e) {
            throw new StartupException(
                    "PostgreSQL in " + cluster.directory() + " cannot be started: " + e, e);
        }
    }

    /**
     * Between our look at a port and the server's use of it somebody else can take it: then another
     * is tried.
     */
    private int startOnAFreePort() throws IOException, InterruptedException {
        String said = "";
        for (int tried = 0; tried < PORTS_TRIED_MAX; tried++) {
            int port = freePort(tried == 0 ? cluster.lastPort() : OptionalInt.empty());
            long logged = cluster.logBytes();
            if (start(port).succeeded()) return port;
            said = cluster.logFrom(logged);
            if (!said.contains("could not bind")) break;
        }
        throw new StartupException(
                "PostgreSQL in "
                        + cluster.directory()
                        + " did not start: "
                        + Command.lastLines(said)
                        + " (more in "
                        + cluster.log()
                        + ")");
    }

    /**
     * {@code pg_ctl} makes the server a session of its own, which a terminal's Ctrl-C does not
     * reach, and waits for it.
     */
    private Command start(int port) throws InterruptedException {
        List<String> arguments =
                List.of(
                        "start",
                        "-w",
                        "-s",
                        "-t",
                        Long.toString(settings.startLimit().toSeconds()),
                        "-D",
                        cluster.directory().toString(),
                        "-l",
                        cluster.log().toString(),
                        "-o",
                        "-p " + port);
        return binaries.run("pg_ctl", arguments, settings.startLimit().multipliedBy(2));
    }

    /**
     * The wanted port if it is free, so that a connection pool finds the restarted server; else
     * another.
     */
    private static int freePort(OptionalInt wanted) throws IOException {
        int port = wanted.orElseGet(() -> ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX));
        for (int tried = 0; !isFree(port); tried++) {
            if (tried == PORTS_ASKED_MAX)
                throw new IOException(
                        "no port between " + PORT_MIN + " and " + PORT_MAX + " is free");
            port = ThreadLocalRandom.current().nextInt(PORT_MIN, PORT_MAX);
        }
        return port;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(ADDRESS))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
