package io.ringfence.app;

import com.typesafe.config.Config;
import io.ringfence.Ringfence.Afterwards;
import io.ringfence.app.http.HttpServer;
import io.ringfence.app.http.LiveGroup;
import io.ringfence.persistence.DataDirectory;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.DatabaseGate;
import io.ringfence.persistence.EmbeddedPostgres;
import io.ringfence.persistence.Schema;
import io.ringfence.persistence.StartupException;
import io.ringfence.protocol.ReplicaId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node in the foreground: its data directory, database, HTTP, and one actor system after
 * another. An actor system ends when the cluster took it for dead, or when its replica could not be
 * a leader's home; the next one joins as a new member, over the same journal.
 */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration DATABASE_LIMIT = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final NodeSettings settings;
    private final Config config;
    private final LiveGroup live = LiveGroup.down("the node is starting");

    /**
     * @param config with all settings and the reference configuration
     */
    public Node(NodeSettings settings, Config config) {
        this.settings = settings;
        this.config = config;
    }

    /**
     * Runs until the process is told to stop, or the replica cannot go on. Called once, on a thread
     * that may wait.
     *
     * @return the process's exit code
     * @throws StartupException when it cannot start, with a sentence for people
     */
    public int run() throws InterruptedException {
        Stopping stopping = Stopping.onSignal();
        try {
            return run(stopping);
        } catch (InterruptedException e) {
            if (!stopping.asked()) throw e;
            // A database that was just being started is nobody's now, and would stay.
            if (settings.database().isEmpty()) {
                EmbeddedPostgres.stopLeftover(settings.dataDirectory());
            }
            return 0;
        } finally {
            stopping.end();
        }
    }

    private int run(Stopping stopping) throws InterruptedException {
        ReplicaId replica = settings.replica();
        try (DataDirectory directory =
                        DataDirectory.open(settings.dataDirectory(), NodeSettings.GROUP, replica);
                NodeDatabase database = new NodeDatabase(directory, settings.database(), config)) {
            requireFree(settings.listening());
            String host = settings.http().host();
            try (HttpServer http = HttpServer.start(config, host, settings.http().port(), live)) {
                LOG.info(
                        "{} at {}, http://{}:{}, data in {}",
                        replica,
                        settings.cluster(),
                        host,
                        http.address().getPort(),
                        directory.path());
                return generations(database, stopping);
            }
        }
    }

    /** Akka says it in a page; and late, when the database runs already. */
    private static void requireFree(HostPort address) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException e) {
            throw new StartupException("cannot listen at " + address + ": " + e.getMessage(), e);
        }
    }

    private int generations(NodeDatabase database, Stopping stopping) throws InterruptedException {
        Generation generation = start(database, false, stopping);
        Afterwards afterwards = generation.run(live, database, stopping);
        while (afterwards == Afterwards.REJOIN && !stopping.asked()) {
            live.goesDown("the node is in no cluster, and is joining it again");
            LOG.info("joining the cluster again");
            generation = startAgain(database, generation.joinFailed(), stopping);
            afterwards = generation.run(live, database, stopping);
        }
        live.goesDown("the node is stopping");
        if (afterwards != Afterwards.FAIL || stopping.asked()) return 0;
        LOG.error("this replica cannot go on, and needs an operator: the reason stands above");
        return 1;
    }

    private Generation start(NodeDatabase database, boolean joinFailed, Stopping stopping)
            throws InterruptedException {
        Database running = database.running();
        DatabaseGate.await(running, DATABASE_LIMIT);
        Schema.prepare(running);
        List<HostPort> seeds = Seeds.inOrder(settings, joinFailed, stopping);
        return Generation.start(settings, seeds, running);
    }

    /** Whatever hindered it, a node that ran already goes on trying: nobody else restarts it. */
    private Generation startAgain(NodeDatabase database, boolean joinFailed, Stopping stopping)
            throws InterruptedException {
        while (true) {
            try {
                return start(database, joinFailed, stopping);
            } catch (StartupException e) {
                live.goesDown(e.getMessage());
                LOG.warn("cannot join the cluster yet: {}", e.getMessage());
                stopping.pause(PAUSE);
            }
        }
    }
}
