package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.NEW;
import static io.ringfence.persistence.ChunkScene.OLD;
import static io.ringfence.persistence.ChunkScene.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.ringfence.persistence.ChunksFinding.Verdict;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Term;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class JournalInspectionTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final String ID = Journal.persistenceId("g", ReplicaId.of("r1"));
    private static final String EVENT =
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                    + " event_ser_id, event_ser_manifest, event_payload) VALUES (?, ?, 'w', 1000,"
                    + " ?, ?, ?)";
    private static final String STATE =
            "INSERT INTO snapshot (persistence_id, sequence_number, created, snapshot_ser_id,"
                    + " snapshot_ser_manifest, snapshot_payload) VALUES (?, ?, 1000, ?, ?, ?)";

    @TempDir Path temporary;

    private ChunkScene scene;
    private Database database;

    @BeforeEach
    void prepareADatabase() throws Exception {
        scene = ChunkScene.in(SERVER);
        database = scene.database;
    }

    @Test
    void everyEventIsGivenInOrder() throws Exception {
        List<Event> events = List.copyOf(Samples.events().values());
        for (int i = 0; i < events.size(); i++) insert(i + 1, events.get(i));
        List<JournalFinding> found = events();
        assertThat(found).hasSameSizeAs(events);
        for (int i = 0; i < events.size(); i++) {
            JournalFinding.Readable row = (JournalFinding.Readable) found.get(i);
            assertThat(row.event()).isEqualTo(events.get(i));
            assertThat(row.row().sequenceNumber()).isEqualTo(i + 1);
            assertThat(row.row().writer()).isEqualTo("w");
        }
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestIsGiven() throws Exception {
        insert(1, new Event.TermAdvanced(Term.of(1)));
        insert(2, new Event.TermAdvanced(Term.of(2)));
        insert(3, new Event.TermAdvanced(Term.of(3)));
        SharedServer.run(
                database,
                "UPDATE event_journal SET event_payload = set_byte(event_payload, 5, 77) WHERE"
                        + " sequence_number = 1",
                "UPDATE event_journal SET event_ser_id = 7 WHERE sequence_number = 2");
        List<JournalFinding> found = events();
        assertThat(((JournalFinding.Unreadable) found.get(0)).wrong()).contains("checksum");
        assertThat(((JournalFinding.Unreadable) found.get(1)).wrong()).contains("serializer 7");
        assertThat(found.get(2)).isInstanceOf(JournalFinding.Readable.class);
    }

    @Test
    void whatIsMissingIsToldFromWhatIsRemoved() throws Exception {
        for (long number : List.of(4, 5, 8, 9)) {
            insert(number, new Event.TermAdvanced(Term.of(number)));
        }
        assertThat(missing())
                .containsExactly(new JournalFinding.Gap(1, 3), new JournalFinding.Gap(6, 7));
        insert(6, Samples.states().get("FollowerState"));
        assertThat(missing())
                .containsExactly(new JournalFinding.Removed(1, 3), new JournalFinding.Gap(6, 7));
        insert(12, Samples.states().get("FollowerState"));
        assertThat(missing()).contains(new JournalFinding.Gap(10, 12));
    }

    @Test
    void aRowThatIsKeptForItsNumberIsNoEvent() throws Exception {
        insert(1, new Event.TermAdvanced(Term.of(1)));
        SharedServer.run(database, "UPDATE event_journal SET deleted = true");
        assertThat(events()).hasSize(1).first().isInstanceOf(JournalFinding.Marked.class);
    }

    @Test
    void akkasSnapshotsAreGivenOrWhyTheyCannotBeRead() throws Exception {
        FollowerState state = Samples.states().get("FollowerState");
        insert(5, state);
        insert(9, state);
        SharedServer.run(
                database,
                "UPDATE snapshot SET snapshot_payload = substr(snapshot_payload, 3) WHERE"
                        + " sequence_number = 9");
        List<StateFinding> found = new ArrayList<>();
        try (JournalInspection inspection = JournalInspection.of(database)) {
            inspection.states(ID, found::add);
        }
        assertThat(found.get(0).state()).contains(state);
        assertThat(found.get(0).wrong()).isEmpty();
        assertThat(found.get(1).state()).isEmpty();
        assertThat(found.get(1).wrong()).contains("checksum");
    }

    @Test
    @DisplayName("N9 snapshots are told whole, incomplete, corrupt or a draft")
    void snapshotsAreToldWholeIncompleteCorruptOrADraft() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot incomplete = ChunkScene.write(store, OLD, ChunkScene.records(8, 1));
            ChunkScene.write(store, NEW, ChunkScene.records(8, 2));
            ChunkedSnapshot corrupt = ChunkScene.write(store, NEW, ChunkScene.records(8, 3));
            done(store.draft(NEW).write(0, ChunkScene.chunks(ChunkScene.records(8, 4)).get(0)));
            for (int number : List.of(2, 3, 5)) done(store.remove(incomplete, number));
            SharedServer.run(
                    database,
                    "UPDATE ringfence_chunk SET crc32c = crc32c + 1 WHERE number = 1 AND"
                            + " content_key = '%s'".formatted(corrupt.contentKey()));
            List<ChunksFinding> found = chunks();
            assertThat(found)
                    .extracting(ChunksFinding::verdict)
                    .containsExactlyInAnyOrder(
                            Verdict.INCOMPLETE, Verdict.WHOLE, Verdict.CORRUPT, Verdict.DRAFT);
            assertThat(found.get(0).entryId()).isEqualTo(OLD);
            assertThat(found.get(0).wrong())
                    .containsExactly("chunks 2 to 3 are missing", "chunk 5 is missing");
            assertThat(found)
                    .filteredOn(f -> f.verdict() == Verdict.CORRUPT)
                    .allSatisfy(
                            f -> {
                                assertThat(f.contentKey()).isEqualTo(corrupt.contentKey());
                                assertThat(f.wrong())
                                        .hasSize(1)
                                        .first()
                                        .asString()
                                        .contains("chunk 1", "checksum");
                            });
        }
    }

    @Test
    void chunksThatChangedPlacesAreToldCorrupt() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkScene.write(store, OLD, ChunkScene.records(8, 1));
        }
        SharedServer.run(
                database,
                "UPDATE ringfence_chunk SET number = -1 WHERE number = 1",
                "UPDATE ringfence_chunk SET number = 1 WHERE number = 2",
                "UPDATE ringfence_chunk SET number = 2 WHERE number = -1");
        assertThat(chunks())
                .singleElement()
                .satisfies(f -> assertThat(f.wrong()).first().asString().contains("digest"));
    }

    @Test
    void itIsToldWhoseRowsThereAre() throws Exception {
        insert(1, new Event.TermAdvanced(Term.of(1)));
        try (ChunkStore store = scene.open()) {
            ChunkScene.write(store, OLD, List.of());
        }
        SharedServer.run(database, "UPDATE ringfence_chunk SET persistence_id = 'ringfence|g|r2'");
        try (JournalInspection inspection = JournalInspection.of(database)) {
            assertThat(inspection.persistenceIds()).containsExactly(ID, "ringfence|g|r2");
        }
    }

    @Test
    void nothingThatHappensMeanwhileIsSeenAndNothingIsHeldUp() throws Exception {
        insert(1, new Event.TermAdvanced(Term.of(1)));
        try (JournalInspection inspection = JournalInspection.of(database)) {
            assertThat(inspection.persistenceIds()).hasSize(1);
            SharedServer.run(database, "DELETE FROM event_journal");
            List<JournalFinding> found = new ArrayList<>();
            inspection.events(ID, found::add);
            assertThat(found).hasSize(1);
        }
        assertThat(events()).isEmpty();
    }

    @Test
    void tablesOfVersion1AreLookedIntoAsTheyAre() throws Exception {
        Database older = SERVER.fresh();
        SharedServer.run(older, Schema.script(1).toArray(String[]::new));
        try (JournalInspection inspection = JournalInspection.of(older)) {
            assertThat(inspection.persistenceIds()).isEmpty();
            inspection.chunks(
                    ID,
                    finding -> {
                        throw new AssertionError(finding);
                    });
        }
        assertThat(SharedServer.rows(older, "TABLE ringfence_schema")).hasSize(1);
    }

    @Test
    void aDatabaseOfSomethingElseIsSaid() throws Exception {
        Database empty = SERVER.fresh();
        assertThatThrownBy(() -> JournalInspection.of(empty))
                .isInstanceOf(InspectionFailure.class)
                .hasMessageContainingAll(empty.address(), "no tables of Ringfence");
    }

    @Test
    void aDirectoryIsLookedIntoAndLeftAsItWas() throws Exception {
        Path path = temporary.resolve("r1");
        try (DataDirectory directory = DataDirectory.open(path, "g", ReplicaId.of("r1"))) {
            EmbeddedPostgres server = EmbeddedPostgres.start(directory);
            Schema.prepare(server.database());
            database = server.database();
            insert(1, new Event.TermAdvanced(Term.of(1)));
            assertThatThrownBy(() -> JournalInspection.ofDirectory(path, ConfigFactory.load()))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContainingAll(path.toString(), "in use by this very process");
            server.stop();
        }
        try (JournalInspection inspection =
                JournalInspection.ofDirectory(path, ConfigFactory.load())) {
            assertThat(inspection.persistenceIds()).containsExactly(ID);
        }
        assertThat(EmbeddedPostgres.stopLeftover(path)).isEmpty();
        DataDirectory.open(path, "g", ReplicaId.of("r1")).close();
    }

    @Test
    void aServerThatAKilledNodeLeftBehindIsLeftRunning() throws Exception {
        Path path = temporary.resolve("r1");
        try (DataDirectory directory = DataDirectory.open(path, "g", ReplicaId.of("r1"))) {
            Schema.prepare(EmbeddedPostgres.start(directory).database());
        }
        JournalInspection.ofDirectory(path, ConfigFactory.load()).close();
        assertThat(EmbeddedPostgres.stopLeftover(path)).isPresent();
    }

    @Test
    void whatIsNoDataDirectoryIsSaidAndNotMade() {
        Path nothing = temporary.resolve("nothing");
        assertThatThrownBy(() -> JournalInspection.ofDirectory(nothing, ConfigFactory.load()))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(nothing.toString(), "replica.properties");
        assertThat(Files.exists(nothing)).isFalse();
        DataDirectory.open(nothing, "g", ReplicaId.of("r1")).close();
        assertThatThrownBy(() -> JournalInspection.ofDirectory(nothing, ConfigFactory.load()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("it has no postgres");
    }

    private List<JournalFinding> events() {
        List<JournalFinding> found = new ArrayList<>();
        try (JournalInspection inspection = JournalInspection.of(database)) {
            inspection.events(ID, found::add);
        }
        return found;
    }

    private List<JournalFinding> missing() {
        return events().stream().filter(f -> !(f instanceof JournalFinding.Readable)).toList();
    }

    private List<ChunksFinding> chunks() {
        List<ChunksFinding> found = new ArrayList<>();
        try (JournalInspection inspection = JournalInspection.of(database)) {
            inspection.chunks(ID, found::add);
        }
        return found;
    }

    private void insert(long number, Event event) throws Exception {
        insert(EVENT, number, EventCodec.manifest(event), EventCodec.encode(event));
    }

    private void insert(long number, FollowerState state) throws Exception {
        insert(STATE, number, StateCodec.manifest(state), StateCodec.encode(state));
    }

    private void insert(String statement, long number, String manifest, byte[] payload)
            throws Exception {
        try (Connection connection = database.connect(Duration.ofSeconds(10));
                PreparedStatement insert = connection.prepareStatement(statement)) {
            insert.setString(1, ID);
            insert.setLong(2, number);
            insert.setInt(3, RingfenceSerializer.IDENTIFIER);
            insert.setString(4, manifest);
            insert.setBytes(5, payload);
            insert.execute();
        }
    }
}
