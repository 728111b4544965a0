package io.ringfence.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What must never be otherwise, in two halves: of a state, and of a step from one state to the
 * next. On in production: a violation is our own bug, and the replica stops rather than persist
 * what follows from it.
 */
public final class Invariants {
    private Invariants() {}

    /** An invariant does not hold; the message says which, with the values. */
    public static final class Violation extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        public Violation(String sentence) {
            super(sentence);
        }
    }

    /** Throws {@link Violation} unless {@code holds}; values are rendered only then. */
    public static void check(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw new Violation("invariant violated: " + sentence + " " + List.of(values));
        }
    }

    /** Of one state of a replica. */
    public static void checkState(FollowerState s) {
        check(
                !s.commitIndex().isAfter(s.log().lastId().index()),
                "the commit index never passes the end of the log",
                s.commitIndex(),
                s.log().lastId());
        check(
                !s.term().isBefore(s.log().lastId().epoch()),
                "the term is never below the epoch of the last entry",
                s.term(),
                s.log().lastId());
        checkSnapshot(s);
    }

    /** What was cut off a log is committed, and stands in a snapshot at or behind the cut. */
    private static void checkSnapshot(FollowerState s) {
        EntryId base = s.log().base();
        if (s.snapshot().isEmpty()) {
            check(base.equals(EntryId.ZERO), "a log is cut only behind a snapshot", base);
            return;
        }
        Snapshot snapshot = s.snapshot().get();
        check(s.log().holds(snapshot.at()), "a log goes on from its snapshot", snapshot.at(), base);
        check(
                !snapshot.index().isAfter(s.commitIndex()),
                "a snapshot is of what is committed",
                snapshot.at(),
                s.commitIndex());
    }

    /** Of one step of a replica: the fold of one event. */
    public static void checkStep(FollowerState before, Event event, FollowerState after) {
        // The term that is written: a log's epoch lifts the state's, and would hide that it falls.
        Term said = Event.termOf(event).orElse(after.term());
        check(!said.isBefore(before.term()), "the term never falls", before.term(), said);
        boolean sameTerm = after.term().equals(before.term());
        check(
                !sameTerm || before.vote().isEmpty() || keepsVote(before, after),
                "a term's vote is never spent twice",
                before.term(),
                before.vote(),
                after.vote());
        if (event instanceof Event.EntriesAppended e) {
            checkAppend(before, e, after);
        }
        if (event instanceof Event.SnapshotInstalled e) {
            check(
                    e.snapshot().index().isAfter(before.commitIndex()),
                    "a snapshot at or below the commit index replaces nothing",
                    e.snapshot().at(),
                    before.commitIndex());
        }
        if (event instanceof Event.SetApart e) {
            boolean fresh = e.term().isAfter(before.term());
            check(fresh, "who is set apart begins in a new term", before.term(), e.term());
        }
        boolean grows =
                event instanceof Event.EntriesAppended || event instanceof Event.SnapshotInstalled;
        check(
                !grows || after.founding().isPresent(),
                "a log grows only in a group that was founded",
                after.replica(),
                after.log().lastId());
        if (event instanceof Event.SnapshotTaken e) {
            boolean newer =
                    before.snapshot().isEmpty()
                            || before.snapshot().get().index().isBefore(e.snapshot().index());
            check(newer, "snapshots never go back", e.snapshot().at());
        }
        checkState(after);
    }

    /** A vote stays whose it is; a cure may make it nobody's for good. */
    private static boolean keepsVote(FollowerState before, FollowerState after) {
        boolean spent = after.vote().equals(Optional.of(FollowerState.SPENT));
        return after.vote().equals(before.vote()) || spent;
    }

    private static void checkAppend(
            FollowerState before, Event.EntriesAppended e, FollowerState after) {
        check(
                !e.previous().index().isBefore(before.commitIndex()),
                "an entry at or below the commit index is never cut",
                e.previous(),
                before.commitIndex());
        check(
                !after.commitIndex().isBefore(before.commitIndex()),
                "the commit index never falls",
                before.commitIndex(),
                after.commitIndex());
    }
}
