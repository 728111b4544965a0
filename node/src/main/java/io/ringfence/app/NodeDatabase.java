package io.ringfence.app;

import com.typesafe.config.Config;
import io.ringfence.persistence.DataDirectory;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.EmbeddedPostgres;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a node's journal is: a server of its own, or one that it was given. */
final class NodeDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeDatabase.class);

    private final DataDirectory directory;
    private final Optional<Database> given;
    private final Config config;
    private Optional<EmbeddedPostgres> embedded = Optional.empty();

    NodeDatabase(DataDirectory directory, Optional<Database> given, Config config) {
        this.directory = directory;
        this.given = given;
        this.config = config;
    }

    /**
     * Where it is now. Starts the embedded server when it does not run, be it at first or because
     * it died; called on a thread that may wait.
     */
    synchronized Database running() throws InterruptedException {
        if (given.isPresent()) return given.get();
        if (embedded.filter(EmbeddedPostgres::alive).isEmpty()) {
            if (embedded.isPresent()) LOG.warn("PostgreSQL has died, and is started again");
            embedded = Optional.of(EmbeddedPostgres.start(directory, config));
        }
        return embedded.get().database();
    }

    /** Stops the embedded server; the actor system has ended by then. */
    @Override
    public synchronized void close() {
        embedded.ifPresent(EmbeddedPostgres::stop);
    }
}
