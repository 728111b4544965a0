package io.ringfence.persistence;

import static io.ringfence.persistence.NoteSystem.GROUP;
import static io.ringfence.persistence.NoteSystem.R1;
import static io.ringfence.persistence.NoteSystem.R2;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.protocol.ReplicaId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final String COLUMNS =
            "deleted, writer, write_timestamp, adapter_manifest, event_ser_id,"
                    + " event_ser_manifest, event_payload, persistence_id, sequence_number";

    private Database database;

    @BeforeEach
    void prepareADatabase() throws Exception {
        database = SERVER.fresh();
        Schema.prepare(database);
    }

    @Test
    void whatOneSystemWroteTheNextRecovers() throws Exception {
        try (NoteSystem first = new NoteSystem(database)) {
            assertThat(first.start(R1).tell("x")).isEqualTo("x");
        }
        try (NoteSystem second = new NoteSystem(database)) {
            NoteSystem.Replica replica = second.start(R1);
            assertThat(replica.recovery()).isEqualTo("recovered x");
            assertThat(replica.tell("y")).isEqualTo("xy");
            assertThat(second.start(R2).tell("z")).isEqualTo("z");
        }
        assertThat(
                        SharedServer.rows(
                                database,
                                "SELECT persistence_id, sequence_number FROM event_journal ORDER BY"
                                        + " 1, 2"))
                .containsExactly("ringfence|g|r1 1", "ringfence|g|r1 2", "ringfence|g|r2 1");
    }

    @Test
    void aSnapshotStandsForTheEventsThatItsRetentionRemoved() throws Exception {
        try (NoteSystem first = new NoteSystem(database)) {
            NoteSystem.Replica replica = first.start(R1);
            for (int i = 0; i < 12; i++) replica.tell(Integer.toString(i % 10));
            Eventually.until("old rows are gone", () -> rows(R1) < 10);
        }
        try (NoteSystem second = new NoteSystem(database)) {
            assertThat(second.start(R1).recovery()).isEqualTo("recovered 012345678901");
        }
    }

    @Test
    void aDuplicateKeyOfOneReplicaHarmsNoOther() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica r1 = system.start(R1);
            NoteSystem.Replica r2 = system.start(R2);
            r1.tell("x");
            r2.tell("y");
            try (Rival rival = new Rival(R1, 2)) {
                CompletableFuture<String> waiting = r1.tell("x", SOON);
                rival.awaitVictim();
                assertThat(r2.tell("y", SOON).join())
                        .as("beside the row that waits")
                        .isEqualTo("yy");
                rival.commit();
                assertThat(waiting).failsWithin(SOON.multipliedBy(2));
            }
            assertThat(r2.tell("y")).isEqualTo("yyy");
            assertThat(r1.recovery()).isEqualTo("recovered ");
            assertThat(r1.recovery())
                    .as("nothing lost, nothing reordered")
                    .isEqualTo("recovered xrival");
        }
    }

    /** The control of the test above: what it shows is not so of itself. */
    @Test
    void underOnePluginIdADuplicateKeyOfOneHoldsUpTheOther() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica r1 = system.start(R1);
            NoteSystem.Replica r2 = system.start(R2, Journal.pluginId(GROUP, R1));
            r1.tell("x");
            r2.tell("y");
            try (Rival rival = new Rival(R1, 2)) {
                r1.tell("x", SOON);
                rival.awaitVictim();
                assertThat(r2.tell("y", Duration.ofSeconds(1))).failsWithin(SOON);
                rival.commit();
            }
        }
    }

    @Test
    void aForeignWriterInTheJournalFailsTheRecovery() throws Exception {
        try (NoteSystem first = new NoteSystem(database)) {
            NoteSystem.Replica replica = first.start(R1);
            replica.tell("x");
            replica.tell("y");
            replica.tell("z");
        }
        SharedServer.run(
                database, "UPDATE event_journal SET writer = 'stranger' WHERE sequence_number = 2");
        try (NoteSystem second = new NoteSystem(database)) {
            assertThat(second.start(R1).recovery()).startsWith("failed").contains("old writer");
        }
        assertThat(rows(R1)).as("nothing repaired").isEqualTo(3);
    }

    @Test
    void aDatabaseThatWasAwayIsUsedAgain() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            assertThat(replica.tell("x")).isEqualTo("x");
            SERVER.stop();
            assertThat(replica.recovery()).isEqualTo("recovered ");
            replica.tell("lost", SOON);
            for (int i = 0; i < 3; i++) assertThat(replica.recovery()).startsWith("failed");
            SERVER.start();
            Eventually.until("it has recovered", () -> replica.recovery().equals("recovered x"));
            assertThat(replica.tell("y")).startsWith("x").endsWith("y");
        }
    }

    @Test
    void aDatabaseThatHangsHoldsNothingUpForLong() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            replica.tell("x");
            assertThat(replica.recovery()).isEqualTo("recovered ");
            SERVER.signal("STOP");
            try {
                Deadline begun = Deadline.after(Duration.ofSeconds(10));
                CompletableFuture<String> lost = replica.tell("y", Duration.ofSeconds(20));
                assertThat(replica.recovery()).startsWith("failed");
                assertThat(begun.passed()).isFalse();
                assertThat(system.end()).isLessThan(Duration.ofSeconds(6));
                lost.cancel(true);
            } finally {
                SERVER.signal("CONT");
            }
        }
    }

    private int rows(ReplicaId replica) throws SQLException {
        String query =
                "SELECT count(*) FROM event_journal WHERE persistence_id = '"
                        + Journal.persistenceId(GROUP, replica);
        return Integer.parseInt(SharedServer.rows(database, query + "'").get(0));
    }

    /** Another process that writes as the same replica, and has not committed yet. */
    private final class Rival implements AutoCloseable {
        private final Connection connection;

        Rival(ReplicaId replica, long sequenceNumber) throws SQLException {
            connection = database.connect(Duration.ofSeconds(10));
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "INSERT INTO event_journal ("
                                + COLUMNS
                                + ") SELECT "
                                + COLUMNS.replace("event_payload", "'rival'::bytea")
                                        .replace("sequence_number", "" + sequenceNumber)
                                + " FROM event_journal WHERE persistence_id = '"
                                + Journal.persistenceId(GROUP, replica)
                                + "'");
            }
        }

        /** Waits until a write of the same key waits for this one. */
        void awaitVictim() throws Exception {
            String waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
            Eventually.until(
                    "a write waits", () -> !SharedServer.rows(database, waiting).isEmpty());
        }

        void commit() throws SQLException {
            connection.commit();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
