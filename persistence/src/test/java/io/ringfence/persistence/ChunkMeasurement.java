package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.done;

import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * What snapshots cost: run by hand. Writes, reads and removes a state of so many megabytes, so many
 * times, while a journal beside it is written to, and prints figures.
 */
final class ChunkMeasurement {
    private static final int RECORD_BYTES = 1000;
    private static final String SIZE = "SELECT pg_total_relation_size('ringfence_chunk') / 1048576";
    private static final String INSERT =
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, event_ser_id,"
                    + " event_ser_manifest, event_payload) VALUES ('m', ?, 'w', 1, '', ?)";

    private final Database database;
    private final ChunkStore store;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private long sequenceNumber;

    private ChunkMeasurement(Database database, ChunkStore store) {
        this.database = database;
        this.store = store;
    }

    /** Arguments: megabytes, cycles, seconds to pass between them. */
    public static void main(String[] arguments) throws Exception {
        int megabytes = Integer.parseInt(arguments[0]);
        int cycles = Integer.parseInt(arguments[1]);
        Duration pause = Duration.ofSeconds(Integer.parseInt(arguments[2]));
        Path path = Files.createTempDirectory("ringfence-chunks");
        DataDirectory directory = DataDirectory.open(path, "g", ReplicaId.of("r1"));
        EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        try {
            Schema.prepare(server.database());
            try (ChunkStore store =
                    DatabaseChunkStore.open(
                            server.database(), ConfigFactory.load(), "g", ReplicaId.of("r1"))) {
                ChunkMeasurement measurement = new ChunkMeasurement(server.database(), store);
                measurement.beside("alone", measurement.pass(pause));
                for (int i = 1; i <= cycles; i++) {
                    measurement.cycle(i, megabytes);
                    measurement.beside("alone", measurement.pass(pause));
                }
                measurement.executor.shutdownNow();
            }
        } finally {
            server.stop();
            directory.close();
            PostgresBinaries.delete(path);
        }
    }

    private CompletableFuture<?> pass(Duration time) {
        return new CompletableFuture<>()
                .completeOnTimeout("", time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cycle(int number, int megabytes) throws Exception {
        EntryId id = EntryId.of(1, number);
        Iterator<byte[]> state = state(megabytes, number);
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

    private static Iterator<byte[]> state(int megabytes, int seed) {
        byte[] noise = new byte[1 << 20];
        new Random(seed).nextBytes(noise);
        return IntStream.range(0, megabytes * 1000)
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
