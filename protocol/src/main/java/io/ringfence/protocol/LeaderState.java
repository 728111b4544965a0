package io.ringfence.protocol;

import java.util.Optional;

/**
 * What a leader knows: all of it is lost with its process, none of it is needed again.
 *
 * @param seat where it sits; never changes
 * @param clock as the last tick brought it
 * @param phase on the way to serve
 * @param sinceMillis when the phase began, or last made progress
 * @param wakeAtMillis when it probes again, while it waits
 * @param failures in a row without having served
 * @param term of its campaign, then its epoch
 * @param id fresh for each campaign
 * @param highest the highest term that any answer said
 * @param serving as published
 * @param lateAnswers how many answers to an older campaign, stream or epoch it ignored (L10)
 */
public record LeaderState(
        Seat seat,
        Clock clock,
        LeaderPhase phase,
        long sinceMillis,
        long wakeAtMillis,
        int failures,
        Term term,
        LeaderId id,
        Term highest,
        ServingState serving,
        Election election,
        Optional<Replication> replication,
        Reads reads,
        long lateAnswers) {
    /** Where a leader sits. */
    public record Seat(Roster roster, ReplicaId home, LeaderSettings settings) {}

    /** Time and chance as the last tick brought them. */
    public record Clock(long nowMillis, long wallMillis, long chance) {}

    /** A leader before its first tick. */
    public static LeaderState blank(Roster roster, ReplicaId home, LeaderSettings settings) {
        return new LeaderState(
                new Seat(roster, home, settings),
                new Clock(0, 0, 0),
                LeaderPhase.WAITING,
                0,
                0,
                0,
                Term.ZERO,
                new LeaderId(home, "none"),
                Term.ZERO,
                new ServingState.NotServing("starting"),
                Election.begin(new Nonce(0), 0),
                Optional.empty(),
                Reads.NONE,
                0);
    }

    LeaderState with(Clock clock) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState in(LeaderPhase phase) {
        return new LeaderState(
                seat,
                clock,
                phase,
                clock.nowMillis(),
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState waiting(long wakeAtMillis, int failures) {
        return new LeaderState(
                seat,
                clock,
                LeaderPhase.WAITING,
                clock.nowMillis(),
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                Optional.empty(),
                Reads.NONE,
                lateAnswers);
    }

    LeaderState probing(LeaderId id, Election election) {
        return new LeaderState(
                seat,
                clock,
                LeaderPhase.PROBING,
                clock.nowMillis(),
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                Optional.empty(),
                Reads.NONE,
                lateAnswers);
    }

    LeaderState with(Term term) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState seen(Term answered) {
        if (!answered.isAfter(highest)) return this;
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                answered,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState with(ServingState serving, int failures) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState with(Election election) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState with(Replication replication) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                Optional.of(replication),
                reads,
                lateAnswers);
    }

    LeaderState with(Reads reads) {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers);
    }

    LeaderState late() {
        return new LeaderState(
                seat,
                clock,
                phase,
                sinceMillis,
                wakeAtMillis,
                failures,
                term,
                id,
                highest,
                serving,
                election,
                replication,
                reads,
                lateAnswers + 1);
    }
}
