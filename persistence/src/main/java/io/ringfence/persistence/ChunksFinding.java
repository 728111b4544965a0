package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import java.util.List;

/**
 * A snapshot in the chunk store, every byte of it read.
 *
 * @param contentKey as in {@link ChunkedSnapshot#contentKey}, or of a draft
 * @param chunks how many are there
 * @param bytes of those chunks
 * @param wrong a sentence for what is missing or corrupt, the first few of them; empty when whole
 */
public record ChunksFinding(
        EntryId entryId,
        String contentKey,
        Verdict verdict,
        int chunks,
        long bytes,
        List<String> wrong) {

    public ChunksFinding {
        wrong = List.copyOf(wrong);
    }

    /** What a snapshot in the store is good for. */
    public enum Verdict {
        /** All is there and as it was written. */
        WHOLE,
        /** Some is missing, and the rest as it was written: a transfer that may be resumed. */
        INCOMPLETE,
        /** Something is not as it was written. */
        CORRUPT,
        /** Was being written when its process ended, or is now; no snapshot. */
        DRAFT
    }
}
