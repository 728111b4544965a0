package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.HERE;
import static io.ringfence.persistence.ChunkScene.NEW;
import static io.ringfence.persistence.ChunkScene.OLD;
import static io.ringfence.persistence.ChunkScene.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStreamTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final List<byte[]> STATE = ChunkScene.records(8, 1);

    private ChunkScene scene;

    @BeforeEach
    void prepareADatabase() throws Exception {
        scene = ChunkScene.in(SERVER);
    }

    @Test
    void recordsOfEverySizeComeBack() {
        int word = RecordStream.WORD.length();
        List<byte[]> edges =
                Stream.of(0, 1, 1000 - word - 9, 996, 997, 1000, 0, 5000, 1)
                        .map(byte[]::new)
                        .toList();
        try (ChunkStore store = scene.open()) {
            for (List<byte[]> state : List.of(List.<byte[]>of(), edges, STATE)) {
                ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, state);
                assertThat(ChunkScene.read(store, snapshot))
                        .usingRecursiveComparison()
                        .isEqualTo(state);
                assertThat(snapshot).isEqualTo(ChunkScene.named(OLD, state));
                SnapshotReader.verify(store, snapshot);
            }
        }
    }

    @Test
    void equalStatesHaveEqualDigestsHoweverTheyAreCut() {
        try (ChunkStore small = scene.open()) {
            ChunkedSnapshot cut = ChunkScene.write(small, OLD, STATE);
            try (ChunkStore large = scene.open(ConfigFactory.load())) {
                ChunkedSnapshot whole = ChunkScene.write(large, OLD, STATE);
                assertThat(whole.digest()).isEqualTo(cut.digest());
                assertThat(whole.chunks()).isEqualTo(1);
                assertThat(ChunkScene.read(large, whole)).hasSize(STATE.size());
                assertThat(ChunkScene.read(large, cut)).hasSize(STATE.size());
            }
        }
    }

    @Test
    void aSnapshotThatIsWrittenAgainIsTheSame() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot once = ChunkScene.write(store, OLD, STATE);
            assertThat(ChunkScene.write(store, OLD, STATE)).isEqualTo(once);
            assertThat(scene.keys()).containsExactly(once.contentKey());
            SnapshotReader.verify(store, once);
        }
    }

    @Test
    @DisplayName("N9 a byte that was flipped anywhere is refused with the reason")
    void aByteThatWasFlippedAnywhereIsRefused() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, STATE);
            for (int number = 0; number < snapshot.chunks(); number++) {
                for (int at : List.of(0, 3, snapshot.sizeOf(number) - 1)) {
                    flip(number, at);
                    assertRefused(store, snapshot, "chunk " + number, "checksum");
                    flip(number, at);
                }
            }
            SnapshotReader.verify(store, snapshot);
        }
    }

    @Test
    @DisplayName("N9 chunks that are not of one whole are refused, each as good as it is")
    void chunksThatAreNotOfOneWholeAreRefused() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, STATE);
            SharedServer.run(
                    scene.database,
                    "UPDATE ringfence_chunk SET number = -1 WHERE number = 1",
                    "UPDATE ringfence_chunk SET number = 1 WHERE number = 2",
                    "UPDATE ringfence_chunk SET number = 2 WHERE number = -1");
            assertRefused(store, snapshot, "corrupt");
            assertThatThrownBy(() -> SnapshotReader.verify(store, snapshot))
                    .isInstanceOfSatisfying(
                            ChunkFailure.Corrupt.class, e -> assertThat(e.ofTheWhole()).isTrue())
                    .hasMessageContaining("digest");
        }
    }

    @Test
    @DisplayName("N9 a chunk that is too short is refused")
    void aChunkThatIsTooShortIsRefused() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, STATE);
            SharedServer.run(
                    scene.database,
                    "UPDATE ringfence_chunk SET payload = substr(payload, 2) WHERE number = 3");
            assertRefused(store, snapshot, "chunk 3", "999 bytes, not 1000");
        }
    }

    @Test
    void whatFailedOnceFailsAgain() throws Exception {
        try (ChunkStore store = scene.open()) {
            ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, STATE);
            flip(1, 7);
            Iterator<byte[]> reader = SnapshotReader.of(store, snapshot);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(
                                () -> {
                                    while (reader.hasNext()) reader.next();
                                })
                        .isInstanceOf(ChunkFailure.Corrupt.class)
                        .hasMessageContaining("chunk 1");
            }
        }
    }

    @Test
    void aStateThatThrowsLeavesNothing() throws Exception {
        Iterator<byte[]> broken =
                Stream.concat(STATE.stream(), Stream.of(1).map(SnapshotStreamTest::explode))
                        .iterator();
        try (ChunkStore store = scene.open()) {
            assertThatThrownBy(() -> done(SnapshotWriter.write(store, NEW, broken, HERE)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no more");
            assertThat(scene.keys()).isEmpty();
        }
    }

    private static byte[] explode(int any) {
        throw new IllegalStateException("no more");
    }

    @Test
    void aCancelledWriterEndsAndLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(20);
        Iterator<byte[]> endless =
                Stream.generate(() -> new byte[900]).peek(any -> begun.countDown()).iterator();
        try (ChunkStore store = scene.open()) {
            CompletableFuture<ChunkedSnapshot> writing =
                    SnapshotWriter.write(store, NEW, endless, ForkJoinPool.commonPool());
            begun.await();
            writing.cancel(true);
            Eventually.until("nothing is left", () -> scene.keys().isEmpty());
            assertThatThrownBy(() -> done(writing)).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void anExecutorThatEndsFailsTheWriter() throws Exception {
        int[] steps = {3};
        Executor ending =
                step -> {
                    if (steps[0]-- == 0) throw new RejectedExecutionException("ended");
                    step.run();
                };
        try (ChunkStore store = scene.open()) {
            assertThatThrownBy(
                            () -> done(SnapshotWriter.write(store, NEW, STATE.iterator(), ending)))
                    .hasMessageContaining("ended");
            assertThat(scene.keys()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 5})
    @DisplayName("N14 a process that ends while it writes leaves nothing that is a snapshot")
    void aProcessThatEndsWhileItWritesLeavesNoSnapshot(int chunks) throws Exception {
        DatabaseChunkStore ended = scene.open();
        int[] left = {chunks};
        Iterator<byte[]> state =
                Stream.generate(
                                () -> {
                                    if (left[0]-- == 0) ended.close();
                                    return new byte[ChunkScene.CHUNK_BYTES];
                                })
                        .iterator();
        assertThatThrownBy(() -> done(SnapshotWriter.write(ended, NEW, state, HERE)))
                .isInstanceOf(ChunkFailure.Unavailable.class);
        try (ChunkStore store = scene.open()) {
            assertThat(done(store.list())).isEmpty();
            done(store.removeAllBut(List.of()));
            assertThat(scene.keys()).isEmpty();
        }
    }

    private void flip(int number, int at) throws Exception {
        SharedServer.run(
                scene.database,
                "UPDATE ringfence_chunk SET payload = set_byte(payload, %1$d, get_byte(payload,"
                                .formatted(at)
                        + " %d) # 64) WHERE number = %d".formatted(at, number));
    }

    private static void assertRefused(ChunkStore store, ChunkedSnapshot snapshot, String... why) {
        assertThatThrownBy(() -> ChunkScene.read(store, snapshot))
                .isInstanceOf(ChunkFailure.Corrupt.class)
                .hasMessageContainingAll(why);
    }
}
