package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.NEW;
import static io.ringfence.persistence.ChunkScene.OLD;
import static io.ringfence.persistence.ChunkScene.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.EntryId;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much snapshots take: of the heap, of the database's time, of the disk. */
class ChunkRoomTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final String WAITING =
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'";
    private static final String BYTES = "SELECT pg_total_relation_size('ringfence_chunk')";

    private ChunkScene scene;

    @BeforeEach
    void prepareADatabase() throws Exception {
        scene = ChunkScene.in(SERVER);
    }

    @Test
    @DisplayName("N13 a slow database holds the writer back: a few chunks are in memory at most")
    void aSlowDatabaseHoldsTheWriterBack() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Stream<byte[]> records =
                Stream.generate(() -> new byte[ChunkScene.CHUNK_BYTES])
                        .limit(50)
                        .peek(any -> made.incrementAndGet());
        try (ChunkStore store = scene.open();
                Connection slow = scene.database.connect(Duration.ofSeconds(10));
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SELECT 1 FROM ringfence_chunk_claim FOR UPDATE");
            CompletableFuture<ChunkedSnapshot> writing =
                    SnapshotWriter.write(store, OLD, records.iterator(), ForkJoinPool.commonPool());
            Eventually.until(
                    "both writes wait",
                    () ->
                            SharedServer.rows(scene.database, WAITING).size()
                                    == SnapshotWriter.IN_FLIGHT_MAX);
            assertThat(made.get()).isLessThanOrEqualTo(SnapshotWriter.IN_FLIGHT_MAX + 1);
            slow.commit();
            SnapshotReader.verify(store, done(writing));
            assertThat(made.get()).isEqualTo(50);
        }
    }

    @Test
    @DisplayName("N13 a snapshot is written no faster than is set")
    void aSnapshotIsWrittenNoFasterThanIsSet() {
        Config slow =
                ConfigFactory.parseString(
                                "ringfence.chunk-store { chunk-bytes = 1000,"
                                        + " written-bytes-per-second = 50000 }")
                        .withFallback(ConfigFactory.load());
        try (ChunkStore store = scene.open(slow)) {
            Deadline begun = Deadline.after(Duration.ofHours(1));
            ChunkedSnapshot snapshot = ChunkScene.write(store, OLD, ChunkScene.records(15, 1));
            long least = 20L * (snapshot.chunks() - SnapshotWriter.IN_FLIGHT_MAX);
            assertThat(begun.elapsed().toMillis()).isGreaterThanOrEqualTo(least);
            SnapshotReader.verify(store, snapshot);
        }
    }

    @Test
    void othersHaveTheirTurnWhileASnapshotIsRemoved() {
        Config one =
                ConfigFactory.parseString(
                                "ringfence.chunk-store { chunk-bytes = 1000, piece-chunks = 4,"
                                        + " connections = 1 }")
                        .withFallback(ConfigFactory.load());
        try (ChunkStore store = scene.open(one)) {
            ChunkedSnapshot kept = ChunkScene.write(store, NEW, ChunkScene.records(1, 1));
            ChunkedSnapshot old = ChunkScene.write(store, OLD, ChunkScene.records(200, 2));
            assertThat(old.chunks()).isGreaterThan(100);
            CompletionStage<Void> removing = store.remove(old);
            boolean removed =
                    done(
                            store.read(kept, 0)
                                    .thenApply(any -> removing.toCompletableFuture().isDone()));
            assertThat(removed)
                    .as("the removal waited for the read, not the read for it")
                    .isFalse();
            done(removing);
            assertThat(done(store.list())).hasSize(1);
        }
    }

    @Test
    @DisplayName("N10 what is removed makes room: the table stays as large as it is")
    void whatIsRemovedMakesRoom() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        long early = 0;
        try (ChunkStore store = scene.open(ConfigFactory.load())) {
            for (int round = 1; round <= 8; round++) {
                EntryId id = EntryId.of(1, round);
                List<byte[]> state = Stream.generate(() -> megabyte).limit(4).toList();
                ChunkedSnapshot newest = ChunkScene.write(store, id, state);
                done(store.removeAllBut(List.of(newest)));
                SharedServer.run(scene.database, "VACUUM ringfence_chunk");
                if (round == 2) early = bytes();
            }
        }
        assertThat(early).as("not packed").isGreaterThan(8 << 20);
        assertThat(bytes()).isLessThan(early + early / 10);
    }

    @Test
    void namingADraftWritesNoPayloadAgain() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        try (ChunkStore store = scene.open(ConfigFactory.load())) {
            long before = written();
            ChunkScene.write(store, OLD, Stream.generate(() -> megabyte).limit(8).toList());
            assertThat(written() - before).isBetween(8L << 20, 12L << 20);
        }
    }

    private long bytes() throws Exception {
        return Long.parseLong(SharedServer.rows(scene.database, BYTES).get(0));
    }

    /** Bytes of the server's write-ahead log. */
    private long written() throws Exception {
        String position = "SELECT (pg_current_wal_lsn() - '0/0')::bigint";
        return Long.parseLong(SharedServer.rows(scene.database, position).get(0));
    }
}
