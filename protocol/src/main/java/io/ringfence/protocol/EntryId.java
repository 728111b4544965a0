package io.ringfence.protocol;

/**
 * Names one entry for ever: the epoch it was written in, and its index. Ordered by epoch first, so
 * that the last entry ids of two logs say which log is the better one (Raft §5.4.1).
 */
public record EntryId(Term epoch, Index index) implements Comparable<EntryId> {
    /** Stands before the first entry. */
    public static final EntryId ZERO = new EntryId(Term.ZERO, Index.ZERO);

    public EntryId {
        if ((epoch.value() == 0) != (index.value() == 0)) {
            throw new IllegalArgumentException("no entry has the id " + epoch + "/" + index);
        }
    }

    public static EntryId of(long epoch, long index) {
        return new EntryId(Term.of(epoch), Index.of(index));
    }

    @Override
    public int compareTo(EntryId other) {
        int byEpoch = epoch.compareTo(other.epoch);
        return byEpoch != 0 ? byEpoch : index.compareTo(other.index);
    }

    @Override
    public String toString() {
        return epoch + "/" + index;
    }
}
