package io.ringfence.protocol;

/**
 * Names the content of a snapshot for ever: its pieces may come from whoever holds that very one
 * (§13.7).
 *
 * @param at the entry that it stands at
 * @param content over all its bytes
 */
public record SnapshotId(EntryId at, Digest content) {
    public Index index() {
        return at.index();
    }

    @Override
    public String toString() {
        return at + "#" + content;
    }
}
