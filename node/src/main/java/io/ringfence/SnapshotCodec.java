package io.ringfence;

import java.util.Iterator;

/**
 * A state as records, for snapshots, and back. Snapshots are kept for as long as the group lives:
 * what was once written must stay readable.
 *
 * <p>Called on threads that may wait, not on the replica's.
 *
 * @param <S> state
 */
public interface SnapshotCodec<S> {
    /**
     * Raised with a release in which equal states give other records than before: replicas of two
     * versions, side by side while nodes are upgraded one by one, do not compare their digests. Not
     * negative.
     */
    default int version() {
        return 1;
    }

    /**
     * The records of a state, each at most some megabytes, made when they are asked for, so that
     * the state is never whole in memory a second time. Equal states give equal records in the same
     * order, on every JVM: replicas compare their digests.
     */
    Iterator<byte[]> encode(S state);

    /**
     * The state of these records. They may turn out to be damaged on the way: what the iterator
     * throws goes through.
     *
     * @throws IllegalArgumentException when the records are no state; the message says why
     */
    S decode(Iterator<byte[]> records);
}
