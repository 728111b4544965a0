package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.done;

import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.EntryId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What snapshots cost, run by hand only ({@code docs/testing.md}): writes, reads and removes a
 * state of so many megabytes, so many times, while a journal beside it is written to; prints
 * figures.
 */
@EnabledIfSystemProperty(named = "chunks.megabytes", matches = "\\d+")
class ChunkMeasurementTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final int MEGABYTES = Integer.getInteger("chunks.megabytes", 200);
    private static final int CYCLES = Integer.getInteger("chunks.cycles", 3);
    private static final Duration PAUSE =
            Duration.ofSeconds(Integer.getInteger("chunks.pause.seconds", 3));

    private static final int RECORD_BYTES = 1000;
    private static final String SIZE = "SELECT pg_total_relation_size('ringfence_chunk') / 1048576";
    private static final String INSERT =
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id,"
                    + " event_ser_manifest, event_payload) VALUES ('m', ?, 'w', 1, '', ?)";

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private Database database;
    private ChunkStore store;
    private long sequenceNumber;

    @Test
    void whatSnapshotsCost() throws Exception {
        ChunkScene scene = ChunkScene.in(SERVER);
        database = scene.database;
        try (ChunkStore opened = scene.open(ConfigFactory.load())) {
            store = opened;
            beside("alone", pass(PAUSE));
            for (int i = 1; i <= CYCLES; i++) {
                cycle(i);
                beside("alone", pass(PAUSE));
            }
        } finally {
            executor.shutdownNow();
        }
    }

    private static CompletableFuture<?> pass(Duration time) {
        return new CompletableFuture<>()
                .completeOnTimeout("", time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cycle(int number) throws Exception {
        EntryId id = EntryId.of(1, number);
        Iterator<byte[]> state = state(number);
        long wal = wal();
        CompletableFuture<ChunkedSnapshot> writing =
                SnapshotWriter.write(store, id, state, executor);
        beside("write", writing);
        ChunkedSnapshot snapshot = writing.join();
        System.out.printf(
                "  %s, WAL %d MB, table %s MB, heap %d MB%n",
                snapshot, (wal() - wal) >> 20, SharedServer.rows(database, SIZE), heapMegabytes());
        beside(
                "read",
                CompletableFuture.runAsync(() -> SnapshotReader.verify(store, snapshot), executor));
        if (number > 1) {
            beside("remove", store.removeAllBut(List.of(snapshot)).toCompletableFuture());
        }
        System.out.printf("  table %s MB%n", SharedServer.rows(database, SIZE));
    }

    private static Iterator<byte[]> state(int seed) {
        byte[] noise = new byte[1 << 20];
        new Random(seed).nextBytes(noise);
        return IntStream.range(0, MEGABYTES * 1000)
                .mapToObj(
                        i -> {
                            int from = i % (noise.length - RECORD_BYTES);
                            return Arrays.copyOfRange(noise, from, from + RECORD_BYTES);
                        })
                .iterator();
    }

    /** Writes rows, one after the other, until the work is done; prints how long they took. */
    private void beside(String what, CompletableFuture<?> work) throws Exception {
        Deadline begun = Deadline.after(Duration.ofHours(1));
        List<Long> micros = new ArrayList<>();
        try (Connection connection = database.connect(Duration.ofSeconds(10));
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (!work.isDone()) {
                Deadline row = Deadline.after(Duration.ofHours(1));
                insert.setLong(1, ++sequenceNumber);
                insert.setBytes(2, new byte[2000]);
                insert.execute();
                micros.add(row.elapsed().toNanos() / 1000);
            }
        }
        done(work);
        micros.sort(null);
        int last = micros.size() - 1;
        System.out.printf(
                "%s: %d ms; %d journal rows beside it: median %.1f ms, 99%% %.1f ms, most %.1f"
                        + " ms%n",
                what,
                begun.elapsed().toMillis(),
                micros.size(),
                micros.get(last / 2) / 1e3,
                micros.get((int) (last * 0.99)) / 1e3,
                micros.get(last) / 1e3);
    }

    private long wal() throws Exception {
        return Long.parseLong(
                SharedServer.rows(database, "SELECT pg_current_wal_lsn() - '0/0'").get(0));
    }

    private static long heapMegabytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
