package io.ringfence.internal;

import io.ringfence.persistence.ChunkFailure;
import io.ringfence.persistence.ChunkStore;
import io.ringfence.persistence.ChunkedSnapshot;
import io.ringfence.persistence.PresentChunks;
import io.ringfence.persistence.SnapshotReader;
import io.ringfence.persistence.SnapshotWriter;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Snapshot;
import io.ringfence.protocol.SnapshotId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a replica's shell does in its chunk store, off the actor's thread. What changes or looks at
 * the store happens in the order in which it was asked for; while the database is away it is tried
 * again. Methods are called by the replica's actor.
 */
final class Chunks {
    private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);
    private static final long RETRY_MILLIS = 500;

    private final ReplicaId replica;
    private final Executor executor;
    private final Consumer<Message.Local> tell;
    private final CompletableFuture<ChunkStore> store;
    private volatile boolean closed;
    private CompletionStage<?> last;

    /**
     * @param opening opens the store; waits
     * @param executor whose threads may wait
     * @param tell the replica's rules; on any thread
     */
    Chunks(
            ReplicaId replica,
            Supplier<ChunkStore> opening,
            Executor executor,
            Consumer<Message.Local> tell) {
        this.replica = replica;
        this.executor = executor;
        this.tell = tell;
        this.store = persistently(() -> CompletableFuture.supplyAsync(opening, executor));
        this.last = store;
        // A draft that an earlier process left is nobody's.
        report("removing drafts", inTurn(s -> s.list().thenCompose(held -> keepOnly(s, held))));
    }

    private static CompletionStage<Long> keepOnly(ChunkStore s, List<ChunkStore.Held> held) {
        return s.removeAllBut(held.stream().map(ChunkStore.Held::snapshot).toList());
    }

    /** Writes the records of a state; cancelling the future ends that. */
    CompletableFuture<ChunkedSnapshot> write(EntryId at, Supplier<Iterator<byte[]>> records) {
        CompletableFuture<ChunkedSnapshot> result = new CompletableFuture<>();
        store.thenCompose(s -> written(s, at, records, result))
                .whenComplete(
                        (snapshot, failure) -> {
                            if (failure == null) result.complete(snapshot);
                            else result.completeExceptionally(cause(failure));
                        });
        return result;
    }

    private CompletionStage<ChunkedSnapshot> written(
            ChunkStore s,
            EntryId at,
            Supplier<Iterator<byte[]>> records,
            CompletableFuture<ChunkedSnapshot> result) {
        CompletableFuture<ChunkedSnapshot> writing =
                SnapshotWriter.write(s, at, records.get(), executor);
        result.whenComplete((snapshot, failure) -> writing.cancel(false));
        return writing;
    }

    /** What is made of all records of a snapshot; made on a thread that may wait. */
    <T> CompletionStage<T> read(SnapshotId id, Function<Iterator<byte[]>, T> making) {
        return inTurn(s -> CompletableFuture.supplyAsync(() -> made(s, id, making), executor));
    }

    private static <T> T made(ChunkStore s, SnapshotId id, Function<Iterator<byte[]>, T> making) {
        SnapshotReader reader = SnapshotReader.of(s, ChunkNames.of(id));
        T whole = making.apply(reader);
        // The last word is the reader's: until then what it gave is not to be believed.
        if (reader.hasNext()) throw new IllegalArgumentException("records were left over");
        return whole;
    }

    void drop(Index upTo, List<SnapshotId> except) {
        report(
                "removing snapshots",
                inTurn(s -> s.list().thenCompose(held -> remove(s, held, upTo, except))));
    }

    private static CompletionStage<Void> remove(
            ChunkStore s, List<ChunkStore.Held> held, Index upTo, List<SnapshotId> except) {
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (ChunkStore.Held each : held) {
            SnapshotId id = ChunkNames.id(each.snapshot());
            if (id.index().isAfter(upTo) || except.contains(id)) continue;
            done = done.thenCompose(before -> s.remove(each.snapshot()));
        }
        return done;
    }

    void find(Snapshot snapshot) {
        then(
                "looking for pieces",
                inTurn(s -> s.present(ChunkNames.of(snapshot.id())))
                        .thenApply(PresentChunks::firstMissing),
                stored -> new Message.ChunksFound(snapshot.id(), stored));
    }

    void store(SnapshotId id, int chunk, Payload bytes) {
        then(
                "storing a piece",
                inTurn(s -> s.write(ChunkNames.of(id), chunk, bytes)),
                done -> new Message.ChunkStored(id, chunk));
    }

    /** Whether the snapshot is whole, and what its name says. */
    void check(Snapshot snapshot) {
        then(
                "checking a snapshot",
                inTurn(s -> CompletableFuture.supplyAsync(() -> flaw(s, snapshot.id()), executor)),
                flaw -> new Message.SnapshotChecked(snapshot.id(), flaw));
    }

    private static Optional<String> flaw(ChunkStore s, SnapshotId id) {
        try {
            SnapshotReader.verify(s, ChunkNames.of(id));
            return Optional.empty();
        } catch (ChunkFailure.Corrupt | ChunkFailure.Missing e) {
            return Optional.of(e.getMessage());
        }
    }

    /** The piece that was asked for, or why it cannot be had; others do not wait for it. */
    CompletionStage<Message.Piece> piece(Message.FetchChunk m) {
        return store.thenCompose(s -> s.read(ChunkNames.of(m.snapshot()), m.chunk()))
                .handle(
                        (bytes, failure) ->
                                failure == null ? fetched(m, bytes) : refused(m, failure));
    }

    private Message.Piece fetched(Message.FetchChunk m, Payload bytes) {
        return new Message.ChunkFetched(
                replica, m.term(), m.leader(), m.snapshot(), m.chunk(), bytes);
    }

    private Message.Piece refused(Message.FetchChunk m, Throwable failure) {
        return new Message.ChunkRefused(
                replica, m.term(), m.leader(), m.snapshot(), m.chunk(), cause(failure).toString());
    }

    /** The replica's actor has ended. */
    void close() {
        closed = true;
        store.thenAcceptAsync(ChunkStore::close, executor);
    }

    /** When all before it is done, and tried again while the database is away. */
    private <T> CompletionStage<T> inTurn(Function<ChunkStore, CompletionStage<T>> work) {
        CompletionStage<T> done =
                last.handle((before, failure) -> null)
                        .thenCompose(before -> store)
                        .thenCompose(s -> persistently(() -> work.apply(s)));
        last = done;
        return done;
    }

    /** What fails for another reason has failed. */
    private <T> CompletableFuture<T> persistently(Supplier<CompletionStage<T>> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(work, result);
        return result;
    }

    private <T> void attempt(Supplier<CompletionStage<T>> work, CompletableFuture<T> result) {
        work.get()
                .whenComplete(
                        (value, failure) -> {
                            if (failure == null) result.complete(value);
                            else if (closed || !isPassing(failure)) {
                                result.completeExceptionally(cause(failure));
                            } else {
                                CompletableFuture.delayedExecutor(
                                                RETRY_MILLIS, TimeUnit.MILLISECONDS, executor)
                                        .execute(() -> attempt(work, result));
                            }
                        });
    }

    private static boolean isPassing(Throwable failure) {
        return cause(failure) instanceof ChunkFailure.Unavailable;
    }

    static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return wrapped ? cause(failure.getCause()) : failure;
    }

    private <T> void then(
            String what, CompletionStage<T> stage, Function<T, Message.Local> message) {
        report(what, stage.thenAccept(value -> tell.accept(message.apply(value))));
    }

    private void report(String what, CompletionStage<?> stage) {
        stage.whenComplete(
                (value, failure) -> {
                    if (failure == null || closed) return;
                    LOG.warn("{}: {}: {}", replica, what, cause(failure).getMessage());
                });
    }
}
