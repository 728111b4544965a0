package io.ringfence.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Stores of r1 in a database of its own, and what is written to them. */
final class ChunkScene {
    static final String GROUP = "g";
    static final ReplicaId R1 = ReplicaId.of("r1");
    static final EntryId OLD = EntryId.of(3, 100);
    static final EntryId NEW = EntryId.of(4, 200);
    static final int CHUNK_BYTES = 1000;
    static final Executor HERE = Runnable::run;

    private static final Config SMALL =
            ConfigFactory.parseString(
                            "ringfence.chunk-store { chunk-bytes = 1000, piece-chunks = 4 }")
                    .withFallback(ConfigFactory.load());

    final Database database;

    private ChunkScene(Database database) {
        this.database = database;
    }

    static ChunkScene in(SharedServer server) throws Exception {
        Database database = server.fresh();
        Schema.prepare(database);
        return new ChunkScene(database);
    }

    DatabaseChunkStore open() {
        return open(SMALL);
    }

    DatabaseChunkStore open(Config config) {
        return DatabaseChunkStore.open(database, config, GROUP, R1);
    }

    /** Records of up to three chunks each, equal for equal seeds. */
    static List<byte[]> records(int count, int seed) {
        Random random = new Random(seed);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] record = new byte[random.nextInt(3 * CHUNK_BYTES)];
            random.nextBytes(record);
            records.add(record);
        }
        return records;
    }

    static ChunkedSnapshot write(ChunkStore store, EntryId id, Iterable<byte[]> records) {
        return done(SnapshotWriter.write(store, id, records.iterator(), HERE));
    }

    static List<byte[]> read(ChunkStore store, ChunkedSnapshot snapshot) {
        List<byte[]> records = new ArrayList<>();
        Iterator<byte[]> reader = SnapshotReader.of(store, snapshot);
        while (reader.hasNext()) records.add(reader.next());
        return records;
    }

    /** The chunks of a state, without a store. */
    static List<Payload> chunks(List<byte[]> records) {
        RecordCutter cutter = new RecordCutter(records.iterator(), CHUNK_BYTES);
        List<Payload> chunks = new ArrayList<>();
        for (Payload next = cutter.next(); next.size() > 0; next = cutter.next()) chunks.add(next);
        return chunks;
    }

    /** The name that a state has at an entry id. */
    static ChunkedSnapshot named(EntryId id, List<byte[]> records) {
        RecordCutter cutter = new RecordCutter(records.iterator(), CHUNK_BYTES);
        while (cutter.next().size() > 0) {}
        return cutter.described(id);
    }

    /** The result; a failure is thrown as it is. */
    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) throw failure;
            throw e;
        }
    }

    List<String> keys() throws Exception {
        return SharedServer.rows(
                database, "SELECT DISTINCT content_key FROM ringfence_chunk ORDER BY 1");
    }
}
