package io.ringfence.persistence;

import com.typesafe.config.Config;
import io.ringfence.persistence.ChunkSql.Key;
import io.ringfence.persistence.ChunkSql.Stored;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at what replicas have in a database, without Akka and without changing anything: one
 * read-only transaction, which sees everything as it was at one moment. May be used beside a
 * running node; while it is open PostgreSQL keeps what is deleted meanwhile.
 *
 * <p>For one thread, which waits. Rows come through a cursor, a few in memory at a time. Every
 * method throws {@link InspectionFailure} when the database does not answer.
 */
public final class JournalInspection implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final int ROWS_FETCHED = 10;
    private static final int CHUNKS_FETCHED = 4;
    private static final String EVENTS =
            "SELECT sequence_number, deleted, writer, write_timestamp, event_ser_id,"
                    + " event_ser_manifest, event_payload FROM event_journal WHERE persistence_id ="
                    + " ? ORDER BY sequence_number";
    private static final String STATES =
            "SELECT sequence_number, created, snapshot_ser_id, snapshot_ser_manifest,"
                    + " snapshot_payload FROM snapshot WHERE persistence_id = ? ORDER BY"
                    + " sequence_number";
    private static final String NEWEST_STATE =
            "SELECT coalesce(max(sequence_number), 0) FROM snapshot WHERE persistence_id = ?";
    private static final String CHUNKS =
            "SELECT epoch, log_index, content_key, number, crc32c, payload FROM ringfence_chunk"
                    + " WHERE persistence_id = ? ORDER BY epoch, log_index, content_key, number";
    private static final String OWNERS =
            "SELECT persistence_id FROM event_journal UNION SELECT persistence_id FROM snapshot";

    private final Connection connection;
    private final int version;
    private final Runnable afterwards;
    private final RingfenceSerializer serializer = new RingfenceSerializer();

    private JournalInspection(Connection connection, int version, Runnable afterwards) {
        this.connection = connection;
        this.version = version;
        this.afterwards = afterwards;
    }

    /**
     * Begins to look at a database.
     *
     * @throws InspectionFailure when it cannot be reached or has no tables of Ringfence
     */
    public static JournalInspection of(Database database) {
        return of(database, () -> {});
    }

    /**
     * Begins to look at the embedded database of a data directory that no process uses. Its server
     * is started if it does not run (and recovers then, if it was killed), and stopped by {@link
     * #close}; one that a killed node left behind is left running.
     *
     * @throws StartupException when a living process has the directory, or it is none of a replica,
     *     or the server does not start
     */
    public static JournalInspection ofDirectory(Path path, Config config)
            throws InterruptedException {
        DataDirectory directory = DataDirectory.reopen(path);
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start(directory, config);
            Runnable afterwards =
                    () -> {
                        if (!server.adopted()) server.stop();
                        directory.close();
                    };
            return of(server.database(), afterwards);
        } catch (StartupException | InterruptedException e) {
            directory.close();
            throw e;
        }
    }

    private static JournalInspection of(Database database, Runnable afterwards) {
        try {
            Connection connection = database.connect(ANSWER_LIMIT);
            try {
                return new JournalInspection(connection, begin(connection, database), afterwards);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            afterwards.run();
            throw failure("look into " + database, e);
        } catch (RuntimeException e) {
            afterwards.run();
            throw e;
        }
    }

    /** The version of the tables. Who reads on a screen takes time: no timeout ends the look. */
    private static int begin(Connection connection, Database database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET idle_in_transaction_session_timeout = 0");
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            int version = Schema.version(statement);
            if (version == 0) {
                throw new InspectionFailure(database + " has no tables of Ringfence", null);
            }
            return version;
        }
    }

    /** Whose rows are there: persistence ids, as in {@link Journal#persistenceId}, in order. */
    public List<String> persistenceIds() {
        String chunks = version < 2 ? "" : " UNION SELECT persistence_id FROM ringfence_chunk";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OWNERS + chunks + " ORDER BY 1")) {
            List<String> ids = new ArrayList<>();
            while (row.next()) ids.add(row.getString(1));
            return ids;
        } catch (SQLException e) {
            throw failure("list whose rows there are", e);
        }
    }

    /** Gives every row of a replica's journal in order, and what is missing between them. */
    public void events(String persistenceId, Consumer<JournalFinding> to) {
        each(EVENTS, ROWS_FETCHED, persistenceId, new EventScan(newest(persistenceId), to));
    }

    private long newest(String persistenceId) {
        long[] newest = {0};
        each(NEWEST_STATE, 1, persistenceId, row -> newest[0] = row.getLong(1));
        return newest[0];
    }

    /** Gives every snapshot that Akka stored of the replica's actor, oldest first. */
    public void states(String persistenceId, Consumer<StateFinding> to) {
        each(STATES, 1, persistenceId, row -> to.accept(state(row)));
    }

    private StateFinding state(ResultSet row) throws SQLException {
        byte[] payload = row.getBytes(5);
        Optional<FollowerState> state = Optional.empty();
        String wrong = "";
        try {
            Object value = decoded(row.getInt(3), row.getString(4), payload);
            if (value instanceof FollowerState s) state = Optional.of(s);
            else wrong = "it is no state of a replica but " + row.getString(4);
        } catch (CorruptRecord e) {
            wrong = e.getMessage();
        }
        Instant written = Instant.ofEpochMilli(row.getLong(2));
        return new StateFinding(row.getLong(1), written, payload.length, state, wrong);
    }

    private Object decoded(int serializerId, String manifest, byte[] payload) {
        if (serializerId == RingfenceSerializer.IDENTIFIER) {
            return serializer.fromBinary(payload, manifest);
        }
        throw new CorruptRecord(manifest, "it was written by serializer " + serializerId);
    }

    /**
     * Gives every snapshot of the replica in the chunk store, by entry id, drafts too; reads and
     * checks all of it.
     */
    public void chunks(String persistenceId, Consumer<ChunksFinding> to) {
        if (version < 2) return;
        ChunkScan[] scan = {null};
        each(
                CHUNKS,
                CHUNKS_FETCHED,
                persistenceId,
                row -> {
                    EntryId id = EntryId.of(row.getLong(1), row.getLong(2));
                    Key key = new Key(id, row.getString(3));
                    if (scan[0] == null || !scan[0].key().equals(key)) {
                        if (scan[0] != null) to.accept(scan[0].finding());
                        scan[0] = new ChunkScan(key);
                    }
                    scan[0].look(row.getInt(4), new Stored(row.getInt(5), row.getBytes(6)));
                });
        if (scan[0] != null) to.accept(scan[0].finding());
    }

    /** Ends the transaction, which wrote nothing; a server that was started for it is stopped. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("end", e);
        } finally {
            afterwards.run();
        }
    }

    private interface RowLook {
        void at(ResultSet row) throws SQLException;

        default void end() {}
    }

    private void each(String query, int fetched, String persistenceId, RowLook look) {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(fetched);
            statement.setString(1, persistenceId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) look.at(row);
            }
        } catch (SQLException e) {
            throw failure("read what " + persistenceId + " has", e);
        }
        look.end();
    }

    private static InspectionFailure failure(String what, SQLException e) {
        return new InspectionFailure("cannot " + what + ": " + e.getMessage(), e);
    }

    /** Looks at rows of the journal in order; {@code newest} is the last that a snapshot covers. */
    private final class EventScan implements RowLook {
        private final long newest;
        private final Consumer<JournalFinding> to;
        private long last;

        EventScan(long newest, Consumer<JournalFinding> to) {
            this.newest = newest;
            this.to = to;
        }

        @Override
        public void at(ResultSet row) throws SQLException {
            long number = row.getLong(1);
            missingUpTo(number);
            last = number;
            to.accept(finding(row));
        }

        private void missingUpTo(long number) {
            if (number <= last + 1) return;
            boolean covered = last == 0 && number - 1 <= newest;
            to.accept(
                    covered
                            ? new JournalFinding.Removed(1, number - 1)
                            : new JournalFinding.Gap(last + 1, number - 1));
        }

        private JournalFinding finding(ResultSet row) throws SQLException {
            byte[] payload = row.getBytes(7);
            JournalFinding.Row found =
                    new JournalFinding.Row(
                            row.getLong(1),
                            row.getString(6),
                            payload.length,
                            row.getString(3),
                            Instant.ofEpochMilli(row.getLong(4)));
            if (row.getBoolean(2)) return new JournalFinding.Marked(found);
            try {
                Object value = decoded(row.getInt(5), found.manifest(), payload);
                if (value instanceof Event event) return new JournalFinding.Readable(found, event);
                return new JournalFinding.Unreadable(found, "it is no event");
            } catch (CorruptRecord e) {
                return new JournalFinding.Unreadable(found, e.getMessage());
            }
        }

        /** Even of a journal that was deleted up to the snapshot, the highest row stays. */
        @Override
        public void end() {
            if (last < newest) to.accept(new JournalFinding.Gap(last + 1, newest));
        }
    }
}
