package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.NEW;
import static io.ringfence.persistence.ChunkScene.OLD;
import static io.ringfence.persistence.ChunkScene.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.protocol.Payload;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunkStoreTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final List<byte[]> STATE = ChunkScene.records(8, 1);
    private static final List<byte[]> OTHER_STATE = ChunkScene.records(8, 2);
    private static final List<Payload> CHUNKS = ChunkScene.chunks(STATE);
    private static final ChunkedSnapshot SNAPSHOT = ChunkScene.named(OLD, STATE);

    private ChunkScene scene;

    @BeforeEach
    void prepareADatabase() throws Exception {
        scene = ChunkScene.in(SERVER);
    }

    @Test
    void whatWasWrittenIsReadAsOftenAsItIsWritten() {
        try (ChunkStore store = scene.open()) {
            done(store.write(SNAPSHOT, 1, CHUNKS.get(1)));
            done(store.write(SNAPSHOT, 1, CHUNKS.get(1)));
            assertThat(done(store.read(SNAPSHOT, 1))).isEqualTo(CHUNKS.get(1));
            assertThatThrownBy(() -> done(store.read(SNAPSHOT, 0)))
                    .isInstanceOf(ChunkFailure.Missing.class)
                    .hasMessageContainingAll("chunk 0", OLD.toString(), "missing");
        }
    }

    @Test
    @DisplayName("N6 a transfer goes on, in another process, where it was left")
    void aTransferGoesOnWhereItWasLeft() {
        try (ChunkStore store = scene.open()) {
            for (int i = 0; i < 3; i++) done(store.write(SNAPSHOT, i, CHUNKS.get(i)));
        }
        try (ChunkStore store = scene.open()) {
            PresentChunks present = done(store.present(SNAPSHOT));
            assertThat(present.firstMissing()).isEqualTo(3);
            assertThat(present.whole()).isFalse();
            assertThatThrownBy(() -> ChunkScene.read(store, SNAPSHOT))
                    .isInstanceOf(ChunkFailure.Missing.class);
            for (int i = 3; i < CHUNKS.size(); i++) {
                done(store.write(SNAPSHOT, i, CHUNKS.get(i)));
            }
            assertThat(done(store.present(SNAPSHOT)).whole()).isTrue();
            SnapshotReader.verify(store, SNAPSHOT);
        }
    }

    @Test
    void whatIsNoChunkOfTheSnapshotIsRefusedAtOnce() {
        try (ChunkStore store = scene.open()) {
            assertThatThrownBy(() -> store.write(SNAPSHOT, CHUNKS.size(), CHUNKS.get(0)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.write(SNAPSHOT, 0, Payload.utf8("short")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("5");
        }
    }

    @Test
    @DisplayName("N6 contents that differ at one entry id never mix")
    void contentsThatDifferAtOneEntryIdNeverMix() {
        ChunkedSnapshot other = ChunkScene.named(OLD, OTHER_STATE);
        try (ChunkStore store = scene.open()) {
            done(store.write(SNAPSHOT, 0, CHUNKS.get(0)));
            done(store.write(other, 1, ChunkScene.chunks(OTHER_STATE).get(1)));
            assertThat(done(store.present(SNAPSHOT)).holds(1)).isFalse();
            assertThat(done(store.read(SNAPSHOT, 0))).isEqualTo(CHUNKS.get(0));
            assertThatThrownBy(() -> done(store.read(other, 0)))
                    .isInstanceOf(ChunkFailure.Missing.class);
        }
    }

    @Test
    void replicasOfOneDatabaseDoNotSeeEachOthersChunks() throws Exception {
        try (ChunkStore store = scene.open()) {
            done(store.write(SNAPSHOT, 0, CHUNKS.get(0)));
            SharedServer.run(
                    scene.database, "UPDATE ringfence_chunk SET persistence_id = 'ringfence|g|r2'");
            assertThat(done(store.list())).isEmpty();
            assertThat(done(store.removeAllBut(List.of()))).isZero();
        }
        assertThat(scene.keys()).hasSize(1);
    }

    @Test
    void snapshotsAreListedWithWhatIsThereOfThem() {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot whole = ChunkScene.write(store, NEW, OTHER_STATE);
            done(store.write(SNAPSHOT, 0, CHUNKS.get(0)));
            assertThat(done(store.list()))
                    .containsExactly(
                            new ChunkStore.Held(SNAPSHOT, 1, 1000),
                            new ChunkStore.Held(whole, whole.chunks(), whole.bytes()));
        }
    }

    @Test
    @DisplayName("N9 a corrupt chunk is refused with the reason, removed, and written anew")
    void aCorruptChunkIsRefusedAndCanBeWrittenAnew() throws Exception {
        try (ChunkStore store = scene.open()) {
            done(store.write(SNAPSHOT, 2, CHUNKS.get(2)));
            flip("number = 2", 500);
            assertThatThrownBy(() -> done(store.read(SNAPSHOT, 2)))
                    .isInstanceOfSatisfying(
                            ChunkFailure.Corrupt.class, e -> assertThat(e.number()).isEqualTo(2))
                    .hasMessageContainingAll("chunk 2", "checksum");
            done(store.remove(SNAPSHOT, 2));
            done(store.write(SNAPSHOT, 2, CHUNKS.get(2)));
            assertThat(done(store.read(SNAPSHOT, 2))).isEqualTo(CHUNKS.get(2));
        }
    }

    @Test
    void removingAChunkThatIsNotThereRemovesNoOther() {
        try (ChunkStore store = scene.open()) {
            for (int number : List.of(1, 3)) {
                done(store.write(SNAPSHOT, number, CHUNKS.get(number)));
            }
            done(store.remove(SNAPSHOT, 2));
            done(store.remove(SNAPSHOT, 0));
            assertThat(done(store.present(SNAPSHOT)).count()).isEqualTo(2);
            done(store.remove(SNAPSHOT, 1));
            assertThat(done(store.present(SNAPSHOT)).holds(1)).isFalse();
            assertThat(done(store.present(SNAPSHOT)).holds(3)).isTrue();
        }
    }

    @Test
    void aSnapshotIsRemovedAndNothingElse() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot old = ChunkScene.write(store, OLD, STATE);
            ChunkedSnapshot kept = ChunkScene.write(store, NEW, OTHER_STATE);
            done(store.remove(old));
            assertThat(scene.keys()).containsExactly(kept.contentKey());
            SnapshotReader.verify(store, kept);
        }
    }

    @Test
    @DisplayName("N14 rubbish is gone after the next start, and the named snapshot is whole")
    void rubbishIsGoneAfterTheNextStart() throws Exception {
        ChunkedSnapshot named;
        try (ChunkStore store = scene.open()) {
            named = ChunkScene.write(store, OLD, STATE);
            ChunkScene.write(store, NEW, OTHER_STATE);
            done(store.draft(NEW).write(0, CHUNKS.get(0)));
        }
        assertThat(scene.keys()).hasSize(3);
        try (ChunkStore store = scene.open()) {
            assertThat(done(store.removeAllBut(List.of(named)))).isGreaterThan(4);
            assertThat(scene.keys()).containsExactly(named.contentKey());
            SnapshotReader.verify(store, named);
        }
    }

    @Test
    void aSnapshotThatIsBeingWrittenIsNoRubbish() {
        try (ChunkStore store = scene.open()) {
            ChunkStore.Draft draft = store.draft(OLD);
            for (int i = 0; i < CHUNKS.size(); i++) done(draft.write(i, CHUNKS.get(i)));
            done(store.removeAllBut(List.of()));
            done(draft.seal(SNAPSHOT));
            SnapshotReader.verify(store, SNAPSHOT);
        }
    }

    @Test
    void whatIsWrittenWhileRubbishIsRemovedStays() {
        try (ChunkStore store = scene.open()) {
            done(store.write(SNAPSHOT, 0, CHUNKS.get(0)));
            CompletionStage<Long> removing = store.removeAllBut(List.of());
            done(store.write(SNAPSHOT, 1, CHUNKS.get(1)));
            done(removing);
            assertThat(done(store.read(SNAPSHOT, 1))).isEqualTo(CHUNKS.get(1));
        }
    }

    @Test
    @DisplayName("F18 an earlier process neither writes nor removes after a later one has opened")
    void anEarlierProcessNeitherWritesNorRemoves() throws Exception {
        try (ChunkStore stale = scene.open()) {
            ChunkStore.Draft draft = stale.draft(OLD);
            for (int i = 0; i < CHUNKS.size(); i++) done(draft.write(i, CHUNKS.get(i)));
            try (ChunkStore current = scene.open()) {
                ChunkedSnapshot newer = ChunkScene.write(current, NEW, OTHER_STATE);
                List.of(
                                stale.write(SNAPSHOT, 0, CHUNKS.get(0)),
                                stale.remove(newer),
                                stale.remove(newer, 0),
                                stale.removeAllBut(List.of()),
                                draft.write(0, CHUNKS.get(0)),
                                draft.seal(SNAPSHOT),
                                draft.discard())
                        .forEach(
                                asked ->
                                        assertThatThrownBy(() -> done(asked))
                                                .isInstanceOf(ChunkFailure.Fenced.class)
                                                .hasMessageContaining("claim 1"));
                SnapshotReader.verify(current, newer);
                assertThat(done(current.list())).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("F18 a later process waits for what an earlier one has begun")
    void aLaterProcessWaitsForWhatAnEarlierOneHasBegun() throws Exception {
        try (ChunkStore stale = scene.open();
                Connection writing = scene.database.connect(Duration.ofSeconds(10))) {
            assertThat(stale.chunkBytes()).isEqualTo(ChunkScene.CHUNK_BYTES);
            writing.setAutoCommit(false);
            ChunkSql sql = new ChunkSql("ringfence|g|r1");
            assertThat(sql.insert(writing, 1, ChunkSql.Key.of(SNAPSHOT), 0, CHUNKS.get(0)))
                    .isTrue();
            CompletableFuture<DatabaseChunkStore> opening =
                    CompletableFuture.supplyAsync(scene::open);
            String waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
            Eventually.until(
                    "the claim waits", () -> !SharedServer.rows(scene.database, waiting).isEmpty());
            assertThat(opening).isNotDone();
            writing.commit();
            try (ChunkStore current = opening.join()) {
                assertThat(done(current.present(SNAPSHOT)).count()).isEqualTo(1);
            }
        }
    }

    @Test
    void aDatabaseThatIsAwayIsSaidAndUsedAgain() throws Exception {
        try (ChunkStore store = scene.open()) {
            SERVER.stop();
            try {
                assertThatThrownBy(() -> done(store.write(SNAPSHOT, 0, CHUNKS.get(0))))
                        .isInstanceOf(ChunkFailure.Unavailable.class)
                        .hasMessageContainingAll("writing chunk 0", scene.database.address());
            } finally {
                SERVER.start();
            }
            Eventually.until("it is used again", () -> written(store));
            assertThat(done(store.read(SNAPSHOT, 0))).isEqualTo(CHUNKS.get(0));
        }
    }

    @Test
    void aClosedStoreRefuses() {
        ChunkStore store = scene.open();
        store.close();
        assertThatThrownBy(() -> done(store.list()))
                .isInstanceOf(ChunkFailure.Unavailable.class)
                .hasMessageContaining("closed");
    }

    private static boolean written(ChunkStore store) {
        try {
            done(store.write(SNAPSHOT, 0, CHUNKS.get(0)));
            return true;
        } catch (ChunkFailure.Unavailable e) {
            return false;
        }
    }

    private void flip(String where, int at) throws Exception {
        SharedServer.run(
                scene.database,
                "UPDATE ringfence_chunk SET payload = set_byte(payload, %1$d, get_byte(payload,"
                                .formatted(at)
                        + " %d) # 1) WHERE %s".formatted(at, where));
    }
}
