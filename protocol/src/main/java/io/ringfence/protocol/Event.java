package io.ringfence.protocol;

import java.util.List;
import java.util.Optional;

/** A durable fact of one replica, in the past tense (design §3). */
public sealed interface Event {
    /** The first start on an empty journal, as a new incarnation. */
    record Started(Incarnation incarnation) implements Event {}

    /** The term is now {@code term}; no vote in it yet. */
    record TermAdvanced(Term term) implements Event {}

    /** The term is now {@code term}, and its vote is spent on {@code leader}. */
    record VoteGranted(Term term, LeaderId leader) implements Event {}

    /** This replica is a voter of that group; provisional while its log is empty. */
    record GroupFounded(Founding founding) implements Event {}

    /**
     * What followed {@code previous} is replaced by {@code entries}; the commit index known then
     * rides along.
     */
    record EntriesAppended(EntryId previous, List<Entry> entries, Index commitIndex)
            implements Event {
        public EntriesAppended {
            entries = List.copyOf(entries);
            Invariants.check(!entries.isEmpty(), "an append that is written has entries", previous);
        }
    }

    /** This replica is a patient, and its next incarnation, until it is readmitted. */
    record Quarantined(String reason) implements Event {}

    /** This replica, a patient of that group, dropped its log to receive a leader's. */
    record CureStarted(Founding founding) implements Event {}

    /**
     * The log received is a leader's, and holds the readmission, committed: a voter again (design
     * §4).
     */
    record Cured(EntryId readmission) implements Event {}

    /**
     * The machine's state at the snapshot's entry is whole in the chunk store; the log keeps what
     * follows {@code base}.
     */
    record SnapshotTaken(Snapshot snapshot, EntryId base) implements Event {}

    /** The same, received from another replica: it replaces the log up to the snapshot's entry. */
    record SnapshotInstalled(Snapshot snapshot) implements Event {}

    /**
     * Its operator chose this replica, of the group {@code from}, to found a group anew from: it is
     * of no group now, and another incarnation, and its log is all that the next group begins with.
     */
    record SetApart(GroupId from, Incarnation incarnation, Term term) implements Event {}

    /** The term that the event says, if it says one. */
    static Optional<Term> termOf(Event event) {
        if (event instanceof TermAdvanced e) return Optional.of(e.term());
        if (event instanceof VoteGranted e) return Optional.of(e.term());
        if (event instanceof SetApart e) return Optional.of(e.term());
        return Optional.empty();
    }
}
