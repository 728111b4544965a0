package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The chunks of one replica's snapshots, beside its journal. What is in it means nothing by itself:
 * a snapshot is real when an event names it (design §3), and what no event names is rubbish.
 *
 * <p>May be called on any thread, an actor's too, and never waits. Stages complete on a thread of
 * the store, which what follows must not hold up. They fail with a {@link ChunkFailure}: every one
 * with {@link ChunkFailure.Unavailable}, those that write or remove with {@link
 * ChunkFailure.Fenced} too. What is done is durable when its stage completes. A chunk that is there
 * is never changed, only removed. A number that a snapshot does not have is refused at once, with
 * {@link IllegalArgumentException}.
 */
public interface ChunkStore extends AutoCloseable {
    /** The size of the chunks that are written here first, in bytes. */
    int chunkBytes();

    /** How fast a {@link SnapshotWriter} writes here at most. */
    long writtenBytesPerSecond();

    /**
     * Writes a chunk of a snapshot that is known by name: received from another replica. Does
     * nothing when a chunk of that number is there. A size that is not the chunk's is refused like
     * a number. What is in the chunk is checked with the whole, by {@link SnapshotReader}.
     */
    CompletionStage<Void> write(ChunkedSnapshot snapshot, int number, Payload chunk);

    /**
     * The bytes of a chunk, as they were written. Fails with {@link ChunkFailure.Corrupt} or {@link
     * ChunkFailure.Missing}.
     */
    CompletionStage<Payload> read(ChunkedSnapshot snapshot, int number);

    /** Which chunks of a snapshot are there: where a transfer goes on. */
    CompletionStage<PresentChunks> present(ChunkedSnapshot snapshot);

    /** Every snapshot of which there is a chunk, by entry id; drafts are not among them. */
    CompletionStage<List<Held>> list();

    /**
     * Removes a chunk, if it is there, for one that was corrupt: it can be written anew then. Never
     * called for a snapshot that an event names and that no other replica has.
     */
    CompletionStage<Void> remove(ChunkedSnapshot snapshot, int number);

    /**
     * Removes all chunks of a snapshot, in pieces between which others have their turn. When it
     * fails in the middle the rest is still there.
     */
    CompletionStage<Void> remove(ChunkedSnapshot snapshot);

    /**
     * Removes every snapshot and every draft but {@code kept}: rubbish, at start and after a newer
     * snapshot was named. A draft of this store and what is written while it runs stay; a transfer
     * that is to be resumed has to be among {@code kept}. Gives back how many chunks are gone.
     */
    CompletionStage<Long> removeAllBut(Collection<ChunkedSnapshot> kept);

    /** Begins a snapshot whose digest is known only when its last chunk is made. */
    Draft draft(EntryId entryId);

    /**
     * Ends what is being done, within the time limits of the database, and refuses the rest with
     * {@link ChunkFailure.Unavailable}. Called when the replica's actor has ended; waits.
     */
    @Override
    void close();

    /**
     * A snapshot of which a chunk is there.
     *
     * @param chunks how many of them are there
     * @param bytes of those chunks
     */
    record Held(ChunkedSnapshot snapshot, int chunks, long bytes) {}

    /**
     * A snapshot being written, whose chunks nobody else sees. A draft that was left is rubbish, be
     * it by a crash or because it could not be discarded.
     */
    interface Draft {
        /** As {@link ChunkStore#write}; at most {@link ChunkStore#chunkBytes} bytes. */
        CompletionStage<Void> write(int number, Payload chunk);

        /**
         * Gives the chunks, all of them written, the name of their contents. When the stage
         * completes, the snapshot is whole under that name; chunks that were there already under
         * it, which have the same contents, stay in place of the draft's.
         */
        CompletionStage<Void> seal(ChunkedSnapshot snapshot);

        /** Removes the chunks; the draft is not written to any more. */
        CompletionStage<Void> discard();
    }
}
