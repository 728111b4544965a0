package io.ringfence.protocol;

/** Where a leader is on its way to serve (design §4). */
public enum LeaderPhase {
    /** Not leading; probes again after a randomised pause. */
    WAITING,
    /** Asks every voter what it knows; burns no term. */
    PROBING,
    /** Asks for the vote of a fresh term. */
    CAMPAIGNING,
    /** Asks every voter to agree to be founded, all logs being empty. */
    FOUNDING,
    /** Reads the best log among the grants. */
    RECOVERING,
    /** Opens streams and commits one no-op entry of its own epoch on a quorum. */
    FENCING,
    /** Takes requests. */
    SERVING;

    /** From its campaign on: an answer of a newer term ends it. */
    public boolean holdsTerm() {
        return compareTo(CAMPAIGNING) >= 0;
    }

    /** It has a log and streams. */
    public boolean replicates() {
        return this == FENCING || this == SERVING;
    }
}
