package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The replicas r1 r2 r3 of one group, their logs and states, for tests to begin with. */
final class Replicas {
    static final ReplicaId R1 = ReplicaId.of("r1");
    static final ReplicaId R2 = ReplicaId.of("r2");
    static final ReplicaId R3 = ReplicaId.of("r3");
    static final Roster ROSTER = Roster.of("g", "r1", "r2", "r3");

    static final LeaderId L1 = new LeaderId(R1, "L1");
    static final LeaderId L2 = new LeaderId(R2, "L2");
    static final LeaderId L3 = new LeaderId(R3, "L3");

    /** The founding of term 1, by the first life of each. */
    static final Founding FOUNDING = founding("g1", 1);

    private Replicas() {}

    /** The first life of a replica. */
    static Incarnation life(ReplicaId replica) {
        return Incarnation.first(replica + "i1");
    }

    /** Its life after a wipe. */
    static Incarnation secondLife(ReplicaId replica) {
        return Incarnation.first(replica + "i2");
    }

    static Founding founding(String nonce, long term) {
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        for (ReplicaId each : ROSTER.voters()) voters.put(each, life(each));
        return new Founding(new GroupId("g", nonce), Term.of(term), voters);
    }

    static EntryId id(String text) {
        int slash = text.indexOf('/');
        return EntryId.of(
                Long.parseLong(text.substring(0, slash)),
                Long.parseLong(text.substring(slash + 1)));
    }

    static List<EntryId> ids(String text) {
        List<EntryId> ids = new ArrayList<>();
        for (String each : text.split(" ")) if (!each.isEmpty()) ids.add(id(each));
        return ids;
    }

    /** A command that says its own id; stamped with its index. */
    static Entry entry(String text) {
        EntryId id = id(text);
        return Entry.of(id, id.index().value(), new Content.Command(Payload.utf8(text)));
    }

    static Entry readmission(String text, ReplicaId replica, Incarnation incarnation) {
        EntryId id = id(text);
        return Entry.of(id, id.index().value(), new Content.Readmitted(replica, incarnation));
    }

    static List<Entry> entries(String text) {
        List<Entry> entries = new ArrayList<>();
        for (String each : text.split(" ")) if (!each.isEmpty()) entries.add(entry(each));
        return entries;
    }

    /** A log of such commands, say {@code "1/1 1/2 2/3"}. */
    static Log log(String text) {
        return Log.EMPTY.append(entries(text));
    }

    /** Of each entry of {@link #log}, while both its numbers have one digit. */
    static final long ENTRY_BYTES = 67;

    /** A snapshot in 3 pieces of a log of commands that ends there, without readmissions. */
    static Snapshot snapshot(String at) {
        EntryId id = id(at);
        long index = id.index().value();
        LogPosition position = new LogPosition(id, index, ENTRY_BYTES * index, List.of());
        return snapshot(position);
    }

    static Snapshot snapshot(LogPosition position) {
        String index = Long.toString(position.index().value() + 16, 16);
        return new Snapshot(
                position,
                new Digest("c0" + index),
                new Digest("a0" + index),
                new Digest("b0" + index),
                3,
                300);
    }

    /** A replica that was started, and is in no group. */
    static FollowerState unfounded(ReplicaId replica) {
        return FollowerState.blank(replica).apply(new Event.Started(life(replica)));
    }

    /** A voter, at that term with no vote in it. */
    static FollowerState voter(ReplicaId replica, long term, String log) {
        return voter(replica, term, Optional.empty(), log, 0);
    }

    static FollowerState voter(
            ReplicaId replica, long term, Optional<LeaderId> vote, String log, long commit) {
        return new FollowerState(
                replica,
                Optional.of(life(replica)),
                Optional.of(FOUNDING),
                Optional.of(life(replica)),
                FollowerState.Cure.NONE,
                Term.of(term),
                vote,
                log(log),
                Index.of(commit),
                Optional.empty());
    }

    /** An amnesiac whose cure was begun: in the group, of a second life, its log empty. */
    static FollowerState patient(ReplicaId replica, long term) {
        return FollowerState.blank(replica)
                .apply(new Event.Started(secondLife(replica)))
                .apply(new Event.VoteGranted(Term.of(term), L1))
                .apply(new Event.CureStarted(FOUNDING));
    }

    static Standing asVoter(ReplicaId replica) {
        return new Standing(replica, life(replica), Standing.Kind.VOTER);
    }

    static Standing asUnfounded(ReplicaId replica) {
        return new Standing(replica, life(replica), Standing.Kind.UNFOUNDED);
    }

    /** A replica that was wiped. */
    static Standing asPatient(ReplicaId replica) {
        return new Standing(replica, secondLife(replica), Standing.Kind.PATIENT);
    }

    /** That replica, once it was readmitted. */
    static Standing asReadmitted(ReplicaId replica) {
        return new Standing(replica, secondLife(replica), Standing.Kind.VOTER);
    }
}
