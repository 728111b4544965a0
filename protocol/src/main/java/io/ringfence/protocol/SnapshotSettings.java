package io.ringfence.protocol;

/**
 * When snapshots are taken, what stays of the log behind them, and how fast they travel. The same
 * on all replicas of a group: only then do they have equal positions to compare.
 *
 * @param everyEntries a snapshot at each multiple of it; 0 for none but at marks
 * @param everyBytes a snapshot as well wherever the bytes of all entries, from the first one on,
 *     pass a multiple of it; 0 for only the others
 * @param fingerprintEveryEntries a fingerprint at each multiple of it; 0 for none
 * @param tailEntriesMax entries up to the snapshot that stay in the log
 * @param tailBytesMax bytes of these
 * @param heldBytesMax bytes of the log that a leader keeps for replicas that lag
 * @param chunksInFlightMax pieces that a replica asks for at a time
 * @param retransmitMillis how long a piece may take before it is asked for again
 */
public record SnapshotSettings(
        long everyEntries,
        long everyBytes,
        long fingerprintEveryEntries,
        int tailEntriesMax,
        int tailBytesMax,
        long heldBytesMax,
        int chunksInFlightMax,
        long retransmitMillis) {
    /** Without a mark no snapshot is taken and no log is cut; no fingerprint is compared. */
    public static final SnapshotSettings OFF = new SnapshotSettings(0, 0, 0, 0, 0, 0, 1, 1_000);

    public SnapshotSettings {
        if (everyEntries < 0 || everyBytes < 0 || fingerprintEveryEntries < 0 || heldBytesMax < 0) {
            throw new IllegalArgumentException("positions and limits are not negative");
        }
        if (tailEntriesMax < 0 || tailBytesMax < 0) {
            throw new IllegalArgumentException("what stays of the log is not negative");
        }
        if (chunksInFlightMax < 1 || retransmitMillis < 1) {
            throw new IllegalArgumentException("at least one piece travels, and takes its time");
        }
    }

    /** For states of any size: a snapshot each 10,000 entries, or 16 MiB of them. */
    public static SnapshotSettings standard() {
        return new SnapshotSettings(
                10_000,
                16L * 1024 * 1024,
                1_000,
                10_000,
                4 * 1024 * 1024,
                64L * 1024 * 1024,
                4,
                1_000);
    }

    /**
     * The newest index in {@code (from, to]} at which a snapshot is taken; zero if there is none.
     * Whether an index is one depends on the entries up to it and on nothing else: not on where a
     * log was cut, nor on how its entries came.
     */
    Index newestPosition(Log log, Index from, Index to) {
        Index marked = log.newestMark(to);
        Index newest = marked.isAfter(from) ? marked : Index.ZERO;
        if (everyEntries == 0) return newest;
        newest = newest.max(newestMultiple(everyEntries, from, to));
        return newest.max(newestBySize(log, from, to));
    }

    /** The newest multiple of {@code every} in {@code (from, to]}; zero if there is none. */
    static Index newestMultiple(long every, Index from, Index to) {
        if (every == 0) return Index.ZERO;
        Index newest = Index.of(to.value() - to.value() % every);
        return newest.isAfter(from) ? newest : Index.ZERO;
    }

    private Index newestBySize(Log log, Index from, Index to) {
        if (everyBytes == 0) return Index.ZERO;
        long passed = log.totalBytes(to) / everyBytes;
        if (passed == log.totalBytes(from) / everyBytes) return Index.ZERO;
        return log.firstWithTotalBytes(passed * everyBytes);
    }

    /** The last index that a log holds no more, once there is a snapshot at {@code at}. */
    Index cut(Log log, Index at) {
        Index base = log.base().index();
        if (!at.isAfter(base)) return at;
        long totalMin = log.totalBytes(at) - tailBytesMax;
        boolean small = log.totalBytes(base) >= totalMin;
        Index bySize = small ? base : log.firstWithTotalBytes(totalMin);
        return bySize.max(Index.of(Math.max(0, at.value() - tailEntriesMax)));
    }
}
