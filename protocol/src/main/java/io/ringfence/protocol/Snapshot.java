package io.ringfence.protocol;

/**
 * What is remembered of a snapshot: the state of the machine at exactly one entry, which stands for
 * all entries up to it. Its bytes are chunks in a store beside the journal.
 *
 * @param position where it was taken, stamped by the rules
 * @param chain the running digest over all entries up to there (design §7)
 * @param state of the machine's state; {@link Digest#NONE} when the machine has none
 * @param content over the bytes of all chunks in order
 * @param chunks how many there are, numbered from 0
 * @param bytes of all chunks together
 */
public record Snapshot(
        LogPosition position, Digest chain, Digest state, Digest content, int chunks, long bytes) {
    public Snapshot {
        boolean nowhere = position.id().equals(EntryId.ZERO);
        if (nowhere || chunks < 1 || bytes < 0 || bytes == Long.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "no snapshot: of " + chunks + " chunks at " + position.id());
        }
    }

    public SnapshotId id() {
        return new SnapshotId(position.id(), content);
    }

    public EntryId at() {
        return position.id();
    }

    public Index index() {
        return position.index();
    }

    /** What it says of the history up to it. */
    public Fingerprint fingerprint() {
        return new Fingerprint(at(), chain, state);
    }
}
