package io.ringfence.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.RingfenceConfig;
import io.ringfence.internal.StoppedReplica;
import io.ringfence.persistence.ChunksFinding.Verdict;
import io.ringfence.persistence.DataDirectory;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.EmbeddedPostgres;
import io.ringfence.persistence.Journal;
import io.ringfence.persistence.JournalInspection;
import io.ringfence.persistence.StartupException;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Snapshot;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * A node that does not run, in the hands of its operator: its data directory is locked, its
 * database runs, its replica is read.
 */
public final class StoppedNode implements AutoCloseable {
    private final DataDirectory directory;
    private final Optional<EmbeddedPostgres> embedded;
    private final Database database;
    private final ReplicaId replica;
    private final StoppedReplica opened;

    private StoppedNode(
            DataDirectory directory,
            Optional<EmbeddedPostgres> embedded,
            Database database,
            ReplicaId replica,
            Config config) {
        this.directory = directory;
        this.embedded = embedded;
        this.database = database;
        this.replica = replica;
        this.opened = StoppedReplica.open(config, NodeSettings.GROUP, replica);
    }

    /**
     * Makes nothing that is not there. Its embedded server is started if it does not run, and then
     * stopped by {@link #close}.
     *
     * @param given empty for the embedded database
     * @param file the operator's settings
     * @throws StartupException when a living process has the directory, when it is none of this
     *     replica, or when the database does not answer or holds nothing of it
     */
    public static StoppedNode open(
            ReplicaId replica, Path path, Optional<Database> given, Config file)
            throws InterruptedException {
        DataDirectory directory =
                DataDirectory.reopen(path, NodeSettings.GROUP, replica, given.isEmpty());
        Optional<EmbeddedPostgres> embedded = Optional.empty();
        try {
            if (given.isEmpty()) {
                embedded = Optional.of(EmbeddedPostgres.start(directory, ConfigFactory.load(file)));
            }
            Database database = given.orElseGet(embedded.map(EmbeddedPostgres::database)::get);
            requireRows(database, replica);
            Config config =
                    Journal.configure(alone(replica, file), database, NodeSettings.GROUP, replica);
            return new StoppedNode(directory, embedded, database, replica, config);
        } catch (RuntimeException | InterruptedException e) {
            embedded.ifPresent(StoppedNode::stop);
            directory.close();
            throw e;
        }
    }

    private static Config alone(ReplicaId replica, Config file) {
        Config overrides =
                ConfigFactory.parseMap(
                        Map.of(
                                "ringfence.replica", replica.name(),
                                "akka.actor.provider", "local",
                                "akka.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"),
                        "a replica alone");
        return RingfenceConfig.load(overrides.withFallback(file));
    }

    private static void requireRows(Database database, ReplicaId replica) {
        try (JournalInspection inspection = JournalInspection.of(database)) {
            String id = Journal.persistenceId(NodeSettings.GROUP, replica);
            if (inspection.persistenceIds().contains(id)) return;
            throw new StartupException(database + " holds nothing of replica " + replica);
        }
    }

    /**
     * What the replica remembers.
     *
     * @throws StartupException when its journal cannot be read
     */
    public FollowerState state() {
        try {
            return opened.state();
        } catch (CompletionException e) {
            throw new StartupException(
                    "the journal of replica "
                            + replica
                            + " cannot be read: "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    /** Why the state of its machine cannot be had from its snapshot; empty when it can. */
    public Optional<String> flaw() {
        Optional<EntryId> at = state().snapshot().map(Snapshot::at);
        if (at.isEmpty()) return Optional.empty();
        boolean[] whole = {false};
        try (JournalInspection inspection = JournalInspection.of(database)) {
            inspection.chunks(
                    Journal.persistenceId(NodeSettings.GROUP, replica),
                    found ->
                            whole[0] |=
                                    found.entryId().equals(at.get())
                                            && found.verdict() == Verdict.WHOLE);
        }
        return whole[0]
                ? Optional.empty()
                : Optional.of("its snapshot at " + at.get() + " is missing or damaged");
    }

    /**
     * Sets the replica apart, durably, if the rules allow it.
     *
     * @throws CompletionException when that may be done or not
     */
    public void foundAnew() {
        opened.tell(new Message.FoundAnew(UUID.randomUUID().toString()));
    }

    @Override
    public void close() {
        opened.close();
        embedded.ifPresent(StoppedNode::stop);
        directory.close();
    }

    /** One that a killed node left behind is left running, for its next start. */
    private static void stop(EmbeddedPostgres server) {
        if (!server.adopted()) server.stop();
    }
}
