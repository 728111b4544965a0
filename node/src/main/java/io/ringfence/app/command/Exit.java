package io.ringfence.app.command;

/** Exit codes; scripts hold on to them. */
final class Exit {
    static final int OK = 0;

    /**
     * Certainly not done: rejected, not found, a condition that failed, a node that cannot start.
     */
    static final int REJECTED = 1;

    /** The command line itself is wrong; nothing was tried. */
    static final int USAGE = 2;

    /** It may be done or not: the answer was lost. */
    static final int UNKNOWN = 3;

    private Exit() {}
}
