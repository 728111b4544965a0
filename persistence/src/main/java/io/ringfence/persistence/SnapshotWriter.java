package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Writes a state, record by record, into the chunks of a snapshot. Holds a record, a chunk that is
 * being filled and at most {@link #IN_FLIGHT_MAX} that are being written; no thread waits. Keeps
 * below the speed that the store sets, so that the disk has time for the journal.
 */
public final class SnapshotWriter {
    /** While one chunk is written the next can be made; more would not be faster. */
    static final int IN_FLIGHT_MAX = 2;

    private final ChunkStore.Draft draft;
    private final EntryId entryId;
    private final RecordCutter cutter;
    private final Executor executor;
    private final CompletableFuture<ChunkedSnapshot> result = new CompletableFuture<>();
    private final Deque<CompletionStage<Void>> flights = new ArrayDeque<>();
    private final long chunkNanos;
    private final long begunNanos = System.nanoTime();
    private int next;

    private SnapshotWriter(
            ChunkStore store, EntryId entryId, Iterator<byte[]> records, Executor executor) {
        this.draft = store.draft(entryId);
        this.entryId = entryId;
        this.cutter = new RecordCutter(records, store.chunkBytes());
        this.executor = executor;
        this.chunkNanos = store.chunkBytes() * 1_000_000_000L / store.writtenBytesPerSecond();
    }

    /**
     * Writes the records of the state that stands for all entries up to {@code entryId}. When the
     * future completes, the snapshot is whole and durable under the name that it gives. It fails
     * with a {@link ChunkFailure} or with what {@code records} threw; what was written is removed
     * then, and whatever cannot be removed is a draft that nobody takes for a snapshot. Cancelling
     * the future ends the writing likewise, after the chunk that is being made.
     *
     * @param records pulled one after the other on the executor's threads, each step seeing what
     *     the one before did; about a chunk's worth in a row, then the executor's others have their
     *     turn. It may encode a record when it is asked for it, so that the state is never whole in
     *     memory a second time. The same state gives the same records in the same order on every
     *     replica, or digests of equal states differ
     * @param executor where records are made, cut and summed up: not one that actors need
     */
    public static CompletableFuture<ChunkedSnapshot> write(
            ChunkStore store, EntryId entryId, Iterator<byte[]> records, Executor executor) {
        SnapshotWriter writer = new SnapshotWriter(store, entryId, records, executor);
        executor.execute(writer::step);
        return writer.result;
    }

    /** Makes chunks while few enough are in flight; goes on when the oldest of them has landed. */
    private void step() {
        try {
            while (flights.size() < IN_FLIGHT_MAX && !result.isDone()) {
                Payload chunk = cutter.next();
                if (chunk.size() == 0) {
                    land();
                    return;
                }
                flights.add(draft.write(next++, chunk));
            }
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        afterTheOldest(this::step);
    }

    private void land() {
        if (flights.isEmpty()) seal();
        else afterTheOldest(this::land);
    }

    private void afterTheOldest(Runnable then) {
        if (result.isDone()) {
            draftEnds();
            return;
        }
        flights.remove()
                .handleAsync((done, failure) -> goOn(then, failure), paced())
                .exceptionally(refused -> stop(refused));
    }

    /** The executor, from when the next chunk is due. */
    private Executor paced() {
        long early = begunNanos + next * chunkNanos - System.nanoTime();
        if (early <= 0) return executor;
        return CompletableFuture.delayedExecutor(early, TimeUnit.NANOSECONDS, executor);
    }

    private Void goOn(Runnable then, Throwable failure) {
        if (failure == null) then.run();
        else fail(failure);
        return null;
    }

    /** The executor takes nothing any more. */
    private Void stop(Throwable refused) {
        fail(Stages.cause(refused));
        return null;
    }

    private void seal() {
        ChunkedSnapshot snapshot = cutter.described(entryId);
        draft.seal(snapshot)
                .whenComplete(
                        (done, failure) -> {
                            if (failure == null) result.complete(snapshot);
                            else fail(failure);
                        });
    }

    private void fail(Throwable failure) {
        draftEnds().whenComplete((done, also) -> result.completeExceptionally(failure));
    }

    /** Removes what was written, once nothing is in flight that would be written after. */
    private CompletionStage<Void> draftEnds() {
        CompletableFuture<?>[] open =
                flights.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(open)
                .handle((done, failure) -> null)
                .thenCompose(done -> draft.discard());
    }
}
