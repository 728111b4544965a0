package io.ringfence.protocol;

import java.util.Optional;

/**
 * What a replica knows of its leader and forgets at a restart, since the leader tells it again: the
 * stream, the commit index, when it was last heard, and the time as ticks brought it.
 *
 * @param leader whose stream is open, or last was; may differ from whom the replica voted for
 * @param term of that leader
 * @param heardAtMillis when that leader was last heard, on the shell's monotonic clock
 */
public record Contact(
        Optional<LeaderId> leader,
        Term term,
        StreamId stream,
        Index commitIndex,
        long heardAtMillis,
        long nowMillis) {
    /** After a restart. */
    public static final Contact NONE =
            new Contact(Optional.empty(), Term.ZERO, StreamId.NONE, Index.ZERO, 0, 0);

    Contact at(long now) {
        return new Contact(leader, term, stream, commitIndex, heardAtMillis, now);
    }

    Contact opened(LeaderId by, Term in, StreamId as, Index commit) {
        return new Contact(Optional.of(by), in, as, commit, nowMillis, nowMillis);
    }

    Contact heard(Index commit) {
        return new Contact(leader, term, stream, commitIndex.max(commit), nowMillis, nowMillis);
    }

    /** A new patient has no stream, and trusts no commit index but what it is told from now on. */
    Contact forgotten() {
        return new Contact(
                Optional.empty(), term, StreamId.NONE, Index.ZERO, heardAtMillis, nowMillis);
    }

    /** True when an append of that stream is the live leader's, as far as is known here. */
    boolean follows(LeaderId by, Term in, StreamId as) {
        return leader.isPresent()
                && leader.get().equals(by)
                && term.equals(in)
                && stream.equals(as);
    }
}
