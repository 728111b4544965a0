package io.ringfence.protocol;

/** Where a stale term is refused. */
public enum Boundary {
    /** A request for a vote. */
    VOTE,
    /** The founding of a group. */
    FOUNDING,
    /** The log of a grant, fetched by the leader it was granted to. */
    FETCH,
    /** The opening of a stream. */
    HANDSHAKE,
    /** Entries, heartbeats and advances of the commit index. */
    APPLY,
    /** Offers of a snapshot, and its pieces. */
    SNAPSHOT,
    /** A lease and what it guards. */
    LEASE,
    /** A verdict on what a replica applied. */
    DIGEST
}
