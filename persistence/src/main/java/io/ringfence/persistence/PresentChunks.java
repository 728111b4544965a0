package io.ringfence.persistence;

import java.util.BitSet;

/** Which chunks of a snapshot a store holds; whether they are as they were written, it says not. */
public final class PresentChunks {
    private final ChunkedSnapshot snapshot;
    private final BitSet held;

    PresentChunks(ChunkedSnapshot snapshot, BitSet held) {
        this.snapshot = snapshot;
        this.held = held;
    }

    public ChunkedSnapshot snapshot() {
        return snapshot;
    }

    public boolean holds(int number) {
        return held.get(number);
    }

    public int count() {
        return held.cardinality();
    }

    /** Where a transfer goes on; the number of chunks when none is missing. */
    public int firstMissing() {
        return held.nextClearBit(0);
    }

    /** True when none is missing. */
    public boolean whole() {
        return firstMissing() == snapshot.chunks();
    }

    @Override
    public String toString() {
        return count() + " of " + snapshot.chunks() + " chunks of " + snapshot;
    }
}
