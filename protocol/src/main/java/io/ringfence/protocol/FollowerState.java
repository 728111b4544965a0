package io.ringfence.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * What a replica remembers: the fold of its journal (design §3).
 *
 * @param replica which one it is
 * @param incarnation empty only before its first start
 * @param founding the group it is in; empty while it is in none
 * @param admitted the incarnation as which it was founded or readmitted, if it ever was
 * @param cure what it is being cured of; {@link Cure#NONE} for a voter
 * @param term never falls
 * @param vote whom that term's vote is spent on; {@link #SPENT} when on nobody known
 * @param commitIndex as recorded with the last append; {@link Contact} may know a higher one
 * @param snapshot the newest; the log may be cut below it
 */
public record FollowerState(
        ReplicaId replica,
        Optional<Incarnation> incarnation,
        Optional<Founding> founding,
        Optional<Incarnation> admitted,
        Cure cure,
        Term term,
        Optional<LeaderId> vote,
        Log log,
        Index commitIndex,
        Optional<Snapshot> snapshot) {
    /** The vote of a term that was learnt from an entry: spent, on whom is not known. */
    public static final LeaderId SPENT = new LeaderId(new ReplicaId("nobody"), "-");

    /**
     * Why and how far a replica is a patient.
     *
     * @param quarantine the damage it found; empty for an amnesiac
     * @param started true when its old log is gone and a leader's is being received
     */
    public record Cure(Optional<String> quarantine, boolean started) {
        public static final Cure NONE = new Cure(Optional.empty(), false);
    }

    public FollowerState(
            ReplicaId replica,
            Optional<Incarnation> incarnation,
            Optional<Founding> founding,
            Optional<Incarnation> admitted,
            Cure cure,
            Term term,
            Optional<LeaderId> vote,
            Log log,
            Index commitIndex,
            Optional<Snapshot> snapshot) {
        this.replica = Objects.requireNonNull(replica);
        this.incarnation = incarnation;
        this.founding = founding;
        this.admitted = admitted;
        this.cure = cure;
        // A journal that lost a term record cannot fall behind its own log; that vote is spent
        // (V6).
        Term floor = log.lastId().epoch();
        this.term = term.max(floor);
        this.vote = floor.isAfter(term) ? Optional.of(SPENT) : vote;
        this.log = log;
        // A torn write may have left a commit index past the end (V8).
        this.commitIndex = commitIndex.min(log.lastId().index());
        this.snapshot = snapshot;
        Invariants.checkState(this);
    }

    /** A replica before its first event. */
    public static FollowerState blank(ReplicaId replica) {
        return new FollowerState(
                replica,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Cure.NONE,
                Term.ZERO,
                Optional.empty(),
                Log.EMPTY,
                Index.ZERO,
                Optional.empty());
    }

    /** Who answers, as every answer says. */
    public Standing standing() {
        Incarnation now = incarnation.orElseGet(() -> Incarnation.first("unstarted"));
        if (founding.isPresent() && admitted.isPresent() && admitted.get().equals(now)) {
            return new Standing(replica, now, Standing.Kind.VOTER);
        }
        boolean patient = founding.isPresent() || cure.quarantine().isPresent();
        return new Standing(
                replica, now, patient ? Standing.Kind.PATIENT : Standing.Kind.UNFOUNDED);
    }

    /** True when it holds a log and is of no group: the next one is to be founded from it. */
    public boolean isApart() {
        return standing().kind() == Standing.Kind.UNFOUNDED && !log.isEmpty();
    }

    /** The state after one more durable fact; throws rather than let a wrong one be written. */
    public FollowerState apply(Event event) {
        FollowerState after = fold(event);
        Invariants.checkStep(this, event, after);
        return after;
    }

    private FollowerState fold(Event event) {
        if (event instanceof Event.Started e) {
            Invariants.check(incarnation.isEmpty(), "a replica starts once", replica, e);
            return with(Optional.of(e.incarnation()), founding, admitted, cure);
        }
        if (event instanceof Event.TermAdvanced e) return withTerm(e.term(), Optional.empty());
        if (event instanceof Event.VoteGranted e) {
            return withTerm(e.term(), Optional.of(e.leader()));
        }
        if (event instanceof Event.GroupFounded e) {
            boolean origin =
                    log.lastId().equals(e.founding().origin()) && Holding.of(this).isOrigin();
            Invariants.check(
                    log.isEmpty() || origin,
                    "a group is founded on an empty log or its origin",
                    replica,
                    e);
            return with(incarnation, Optional.of(e.founding()), incarnation, Cure.NONE);
        }
        if (event instanceof Event.EntriesAppended e) return append(e);
        if (event instanceof Event.Quarantined e) {
            return with(
                    incarnation.map(Incarnation::next),
                    founding,
                    Optional.empty(),
                    new Cure(Optional.of(e.reason()), false));
        }
        if (event instanceof Event.CureStarted e) return cureStarted(e);
        if (event instanceof Event.Cured e) {
            Invariants.check(
                    log.readmissionOf(replica)
                            .map(Readmission::at)
                            .equals(Optional.of(e.readmission())),
                    "a patient is cured by its newest readmission",
                    replica,
                    e);
            return with(incarnation, founding, incarnation, Cure.NONE);
        }
        if (event instanceof Event.SetApart e) return setApart(e);
        if (event instanceof Event.SnapshotTaken e) return taken(e);
        if (event instanceof Event.SnapshotInstalled e) return installed(e.snapshot());
        throw new AssertionError("no fold for " + event);
    }

    private FollowerState cureStarted(Event.CureStarted e) {
        return new FollowerState(
                replica,
                incarnation,
                Optional.of(e.founding()),
                Optional.empty(),
                new Cure(cure.quarantine(), true),
                term,
                // What an amnesiac granted counts for nobody, so it may not be granted again.
                vote.map(granted -> SPENT),
                Log.EMPTY,
                Index.ZERO,
                Optional.empty());
    }

    private FollowerState setApart(Event.SetApart e) {
        return new FollowerState(
                replica,
                Optional.of(e.incarnation()),
                Optional.empty(),
                Optional.empty(),
                Cure.NONE,
                e.term(),
                Optional.empty(),
                log,
                commitIndex,
                snapshot);
    }

    private FollowerState append(Event.EntriesAppended e) {
        Invariants.check(log.holds(e.previous()), "an append follows an entry", e.previous(), log);
        Log longer = log.cutAfter(e.previous().index()).append(e.entries());
        return withLog(longer, e.commitIndex());
    }

    /** The snapshot stands for all up to it, so the log may go on from there or from before. */
    private FollowerState taken(Event.SnapshotTaken e) {
        Snapshot s = e.snapshot();
        Invariants.check(log.holds(s.at()), "a snapshot is taken at an entry held", s.at(), log);
        LogPosition here = log.position(s.index());
        Invariants.check(s.position().equals(here), "a snapshot is stamped", s.position(), here);
        Invariants.check(
                log.holds(e.base()) && !e.base().index().isAfter(s.index()),
                "a log is cut at or below its snapshot",
                e.base(),
                s.at());
        return withLog(log.cutBefore(e.base().index()), commitIndex.max(s.index()), s);
    }

    /** If the log holds the snapshot's entry, what follows it stays; else all goes (§13.6). */
    private FollowerState installed(Snapshot s) {
        boolean held = log.holds(s.at());
        Log rest = held ? log.cutBefore(s.index()) : Log.after(s.position());
        Invariants.check(
                rest.origin().equals(s.position()),
                "a snapshot says what the log says",
                s.position(),
                rest.origin());
        return withLog(rest, s.index(), s);
    }

    private FollowerState with(
            Optional<Incarnation> incarnation,
            Optional<Founding> founding,
            Optional<Incarnation> admitted,
            Cure cure) {
        return new FollowerState(
                replica,
                incarnation,
                founding,
                admitted,
                cure,
                term,
                vote,
                log,
                commitIndex,
                snapshot);
    }

    private FollowerState withTerm(Term term, Optional<LeaderId> vote) {
        return new FollowerState(
                replica,
                incarnation,
                founding,
                admitted,
                cure,
                term,
                vote,
                log,
                commitIndex,
                snapshot);
    }

    private FollowerState withLog(Log log, Index commitIndex, Snapshot snapshot) {
        return new FollowerState(
                replica,
                incarnation,
                founding,
                admitted,
                cure,
                term,
                vote,
                log,
                commitIndex,
                Optional.of(snapshot));
    }

    private FollowerState withLog(Log log, Index commitIndex) {
        return new FollowerState(
                replica,
                incarnation,
                founding,
                admitted,
                cure,
                term,
                vote,
                log,
                commitIndex,
                snapshot);
    }
}
