package io.ringfence.persistence;

import com.typesafe.config.Config;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Chunk stores that outlive a node as its disk does; found by the disk's name, as {@code
 * ringfence.chunk-store.disk} says it.
 */
public final class MemoryChunks implements ChunkStores {
    private static final int CHUNK_BYTES = 64;
    private static final Map<String, Map<ChunkedSnapshot, SortedMap<Integer, Payload>>> DISKS =
            new ConcurrentHashMap<>();

    private final String disk;

    public MemoryChunks(Config config) {
        this.disk = config.getString("ringfence.chunk-store.disk");
    }

    /** How many snapshots that disk holds a chunk of. */
    public static int snapshots(String disk) {
        return DISKS.getOrDefault(disk, Map.of()).size();
    }

    /** The snapshots on a disk: where they are, and the digests of their contents. */
    public static Set<ChunkedSnapshot> contents(String disk) {
        return Set.copyOf(DISKS.getOrDefault(disk, Map.of()).keySet());
    }

    @Override
    public ChunkStore open(String group, ReplicaId replica) {
        return new Store(DISKS.computeIfAbsent(disk, name -> new ConcurrentHashMap<>()));
    }

    private record Store(Map<ChunkedSnapshot, SortedMap<Integer, Payload>> held)
            implements ChunkStore {
        private static <T> CompletionStage<T> done(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work);
        }

        private SortedMap<Integer, Payload> of(ChunkedSnapshot snapshot) {
            return held.getOrDefault(snapshot, new TreeMap<>());
        }

        @Override
        public int chunkBytes() {
            return CHUNK_BYTES;
        }

        @Override
        public long writtenBytesPerSecond() {
            return Integer.MAX_VALUE;
        }

        @Override
        public CompletionStage<Void> write(ChunkedSnapshot snapshot, int number, Payload chunk) {
            return done(
                    () -> {
                        put(snapshot, number, chunk);
                        return null;
                    });
        }

        private void put(ChunkedSnapshot snapshot, int number, Payload chunk) {
            held.compute(
                    snapshot,
                    (name, chunks) -> {
                        SortedMap<Integer, Payload> more =
                                new TreeMap<>(chunks == null ? new TreeMap<>() : chunks);
                        more.putIfAbsent(number, chunk);
                        return more;
                    });
        }

        @Override
        public CompletionStage<Payload> read(ChunkedSnapshot snapshot, int number) {
            return done(
                    () -> {
                        Payload chunk = of(snapshot).get(number);
                        if (chunk == null) throw new ChunkFailure.Missing(snapshot, number);
                        return chunk;
                    });
        }

        @Override
        public CompletionStage<PresentChunks> present(ChunkedSnapshot snapshot) {
            return done(
                    () -> {
                        BitSet numbers = new BitSet();
                        of(snapshot).keySet().forEach(numbers::set);
                        return new PresentChunks(snapshot, numbers);
                    });
        }

        @Override
        public CompletionStage<List<Held>> list() {
            return done(
                    () -> {
                        List<Held> all = new ArrayList<>();
                        held.forEach((name, c) -> all.add(new Held(name, c.size(), name.bytes())));
                        return all;
                    });
        }

        @Override
        public CompletionStage<Void> remove(ChunkedSnapshot snapshot, int number) {
            return done(
                    () -> {
                        held.computeIfPresent(
                                snapshot,
                                (name, chunks) -> {
                                    SortedMap<Integer, Payload> fewer = new TreeMap<>(chunks);
                                    fewer.remove(number);
                                    return fewer;
                                });
                        return null;
                    });
        }

        @Override
        public CompletionStage<Void> remove(ChunkedSnapshot snapshot) {
            return done(
                    () -> {
                        held.remove(snapshot);
                        return null;
                    });
        }

        @Override
        public CompletionStage<Long> removeAllBut(Collection<ChunkedSnapshot> kept) {
            return done(
                    () -> {
                        held.keySet().retainAll(kept);
                        return 0L;
                    });
        }

        @Override
        public Draft draft(EntryId entryId) {
            return new MemoryDraft(this, new ConcurrentHashMap<>());
        }

        @Override
        public void close() {
            // What it holds outlives the node.
        }
    }

    private record MemoryDraft(Store store, Map<Integer, Payload> chunks)
            implements ChunkStore.Draft {
        @Override
        public CompletionStage<Void> write(int number, Payload chunk) {
            chunks.put(number, chunk);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> seal(ChunkedSnapshot snapshot) {
            chunks.forEach((number, chunk) -> store.put(snapshot, number, chunk));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> discard() {
            return CompletableFuture.completedFuture(null);
        }
    }
}
