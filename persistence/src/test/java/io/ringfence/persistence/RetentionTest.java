package io.ringfence.persistence;

import static io.ringfence.persistence.NoteSystem.R1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Retention at every 5 events. */
class RetentionTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final String ROWS =
            "SELECT sequence_number, deleted FROM event_journal ORDER BY 1";

    private Database database;

    @BeforeEach
    void prepareADatabase() throws Exception {
        database = SERVER.fresh();
        Schema.prepare(database);
    }

    @Test
    @DisplayName("N10 rows that the snapshot before the newest stands for are really gone")
    void rowsThatASnapshotStandsForAreReallyGone() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            for (int i = 1; i <= 22; i++) replica.tell("x");
            Eventually.until("only what is needed is there", () -> onlyWhatIsNeeded(replica));
            long first = Long.parseLong(rows(ROWS).get(0).split(" ")[0]);
            assertThat(first).isGreaterThanOrEqualTo(15);
            assertThat(Long.parseLong(rows("SELECT max(sequence_number) FROM snapshot").get(0)))
                    .as("a snapshot stands for all that is gone")
                    .isGreaterThanOrEqualTo(first);
        }
    }

    /**
     * Tells one more, since Akka skips a retention while the one before is under way, and makes up
     * for it at the next.
     */
    private boolean onlyWhatIsNeeded(NoteSystem.Replica replica) throws Exception {
        replica.tell("x");
        List<String> rows = rows(ROWS);
        boolean oneMarked = rows.stream().filter(row -> row.endsWith("t")).count() == 1;
        boolean few = rows.size() <= 10 && rows("SELECT 1 FROM snapshot").size() <= 2;
        return few && oneMarked && rows.get(0).endsWith("t");
    }

    @Test
    @DisplayName("N10 numbers go on after a restart when all rows are deleted")
    void numbersGoOnWhenAllRowsAreDeleted() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            for (int i = 1; i <= 5; i++) replica.tell("x");
            system.delete(R1, 5);
            Eventually.until("the last row is kept", () -> rows(ROWS).equals(List.of("5 t")));
        }
        try (NoteSystem system = new NoteSystem(database)) {
            assertThat(system.start(R1).tell("y")).isEqualTo("xxxxxy");
        }
        assertThat(rows(ROWS)).containsExactly("5 t", "6 f");
    }

    @Test
    @DisplayName("N10 numbers go on after a restart even when the snapshot is gone too")
    void numbersGoOnEvenWhenTheSnapshotIsGone() throws Exception {
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            for (int i = 1; i <= 4; i++) replica.tell("x");
            system.delete(R1, 4);
            Eventually.until("the last row is kept", () -> rows(ROWS).equals(List.of("4 t")));
        }
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            assertThat(replica.recovery()).isEqualTo("recovered ");
            replica.tell("y");
        }
        assertThat(rows(ROWS)).containsExactly("4 t", "5 f");
    }

    @Test
    @DisplayName("N10 what is deleted makes room: of twelve rounds the tables never hold four")
    void whatIsDeletedMakesRoom() throws Exception {
        String text = "x".repeat(20_000);
        long round = 50 * text.length();
        try (NoteSystem system = new NoteSystem(database)) {
            NoteSystem.Replica replica = system.start(R1);
            for (int done = 1; done <= 12; done++) {
                for (int i = 0; i < 50; i++) replica.tell(text);
                Eventually.until("the rows are gone", () -> onlyWhatIsNeeded(replica));
                // It may give room at the end of a table back, or keep all of it for what comes.
                SharedServer.run(database, "VACUUM event_journal", "VACUUM snapshot");
                assertThat(bytes()).as("bytes after round %d", done).isLessThan(4 * round);
            }
        }
    }

    private long bytes() throws Exception {
        return Long.parseLong(
                rows("SELECT pg_total_relation_size('event_journal')"
                                + " + pg_total_relation_size('snapshot')")
                        .get(0));
    }

    private List<String> rows(String query) throws Exception {
        return SharedServer.rows(database, query);
    }
}
