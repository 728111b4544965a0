package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The decisions that safety rests on, each under its own name, so that the simulator can be run
 * with any one of them switched off and must then find a violation (scenario F20). Nothing outside
 * this package can make another.
 */
class SafetyRules {
    /** The rules as they are. */
    static final SafetyRules ALL = new SafetyRules();

    SafetyRules() {}

    /** What is of an older term changes nothing here (design §5, the gate). */
    TermFence.Verdict classify(FollowerState s, Boundary boundary, Term term) {
        return new TermFence(s.term()).classify(boundary, term);
    }

    /** A term's vote is free, or already this leader's (Raft §5.2). */
    boolean voteIsFree(FollowerState s, LeaderId leader) {
        return s.vote().isEmpty() || s.vote().get().equals(leader);
    }

    /** What is written before a vote is told: a vote that is not durable can be spent again. */
    List<Event> recordVote(Term term, LeaderId leader) {
        return List.of(new Event.VoteGranted(term, leader));
    }

    /**
     * What is written when a leader of our term or a newer one is met: its term, with the vote
     * spent on it, so that a replica readmitted in that term cannot vote for another (V17).
     */
    List<Event> adopt(FollowerState s, Term term, LeaderId leader) {
        boolean known = term.equals(s.term()) && s.vote().isPresent();
        return known ? List.of() : List.of(new Event.VoteGranted(term, leader));
    }

    /** A patient grants nothing: what it once promised may be lost (design §4). */
    boolean mayGrant(FollowerState s) {
        return !s.standing().isPatient();
    }

    /** Entries are taken only behind the very entry that they follow (Raft §5.3). */
    boolean holdsPrevious(FollowerState s, EntryId previous) {
        return s.log().holds(previous);
    }

    /** What an append made durable here: its own end, never the end of the log (§13.2). */
    Index match(Message.Append m, FollowerState after) {
        return m.match();
    }

    /** What a follower may take as committed: no further than it is known to match (§13.3). */
    Index followerCommit(Message.Append m, FollowerState after) {
        return m.commitIndex().min(m.match());
    }

    /** Only appends of the open stream are taken; a stream is forgotten with the process. */
    boolean streamIsOpen(Contact contact, LeaderId leader, Term term, StreamId stream) {
        return contact.follows(leader, term, stream);
    }

    /** A snapshot says where it was taken, and all that the entries up to there say (N1). */
    LogPosition stamp(Log log, Index at) {
        return log.position(at);
    }

    /** Snapshots are taken at the same entries by all, so that they can be compared (N11). */
    Index newestPosition(SnapshotSettings settings, Log log, Index from, Index to) {
        return settings.newestPosition(log, from, to);
    }

    /** What is committed, or held as the leader has it, is never replaced (§13.6). */
    boolean covers(FollowerState s, Index commit, EntryId snapshot) {
        return !snapshot.index().isAfter(commit) || s.log().holds(snapshot);
    }

    /** Bytes that are not what their digest says are no snapshot (N9). */
    boolean isSound(Message.SnapshotChecked m) {
        return m.flaw().isEmpty();
    }

    /**
     * A founding is accepted only by who voted for the founder in that very term, is the
     * incarnation named, and has an empty log (V18), or the one that the group is founded from.
     */
    boolean acceptsFounding(FollowerState s, Message.Found m) {
        Standing me = s.standing();
        return (s.log().isEmpty() || isOrigin(s, m.founding().origin()))
                && !me.isPatient()
                && s.vote().equals(Optional.of(m.leader()))
                && m.founding().term().equals(s.term())
                && m.founding().names(s.replica(), me.incarnation());
    }

    private static boolean isOrigin(FollowerState s, EntryId origin) {
        return s.log().lastId().equals(origin) && Holding.of(s).isOrigin();
    }

    /** A patient is cured by its own readmission, and only once that is committed (V15). */
    Optional<EntryId> cure(FollowerState s, Index commit) {
        Incarnation now = s.standing().incarnation();
        return s.founding()
                .flatMap(group -> s.log().readmissionOf(s.replica(), group))
                .filter(r -> r.incarnation().equals(now))
                .filter(r -> !r.at().index().isAfter(commit))
                .map(Readmission::at);
    }

    /** A log is handed only to the leader it was granted to, as it was then (design §4). */
    boolean mayFetch(FollowerState s, Message.FetchLog m) {
        return s.vote().equals(Optional.of(m.leader()))
                && s.standing().isVoter()
                && s.standing().incarnation().equals(m.incarnation())
                && s.log().lastId().equals(m.last());
    }

    /** The grant whose log is adopted: the highest last entry id, epoch first (design §12). */
    Message.Granted best(List<Message.Granted> grants, ReplicaId home) {
        Message.Granted best = grants.get(0);
        for (Message.Granted g : grants) {
            int order = g.last().compareTo(best.last());
            if (order > 0 || order == 0 && g.from().replica().equals(home)) best = g;
        }
        return best;
    }

    /** Founding needs every voter: one not asked may hold a log (design §4). */
    boolean mayFound(Roster roster, SortedMap<ReplicaId, Message.Granted> grants) {
        return grants.keySet().containsAll(roster.voters());
    }

    /**
     * A group that was founded anew is led only with the log that it was founded from: the others
     * began without it, and would otherwise go on without it as well.
     */
    boolean holdsOrigin(Founding group, EntryId last) {
        return last.compareTo(group.origin()) >= 0;
    }

    /** How many voters decide. */
    int quorum(Roster roster) {
        return roster.quorum();
    }

    /** A grant counts only from the incarnation that the adopted log names (V16). */
    boolean grantCounts(Message.Granted g, Log adopted, Founding founding) {
        Optional<Incarnation> voter = adopted.voter(founding, g.from().replica());
        return g.from().isVoter() && voter.equals(Optional.of(g.from().incarnation()));
    }

    /** An acknowledgement counts only from the voter that the leader's log names. */
    boolean acknowledgementCounts(Standing from, Log log, Founding founding) {
        return from.isVoter()
                && log.voter(founding, from.replica()).equals(Optional.of(from.incarnation()));
    }

    /** An entry of an older epoch is never committed by counting (Raft §5.4.2, F14). */
    boolean commitsByCounting(Term entryEpoch, Term ours) {
        return entryEpoch.equals(ours);
    }

    /** A leader serves only once an entry of its own epoch is committed (L1). */
    boolean mayServe(Index fence, Index commit) {
        return !fence.isAfter(commit);
    }

    /** A read waits for a round that was allotted after it arrived (design §6). */
    boolean readIsConfirmed(Round asked, Round confirmedByQuorum) {
        return !confirmedByQuorum.isBefore(asked);
    }

    /** What a stream that opens is known to match: its last entry, if ours holds it (§13.2). */
    Index matchAtOpening(Log log, EntryId last) {
        return log.holds(last) ? last.index() : Index.ZERO;
    }

    /**
     * Nobody is ever resynchronised from a minority's state (design §7). A quorum's word is enough;
     * without it, nobody may contradict, and who could is waited for.
     */
    boolean mayResynchronise(boolean vouchedByQuorum, boolean contradicted, boolean awaited) {
        return vouchedByQuorum || !contradicted && !awaited;
    }

    /** Who contradicts what a quorum says of that very position (§13.12). */
    List<ReplicaId> diverged(SortedMap<ReplicaId, Fingerprint> here, int quorum) {
        List<ReplicaId> diverged = new ArrayList<>();
        here.forEach(
                (replica, said) -> {
                    if (isOutvoted(said, here, quorum)) diverged.add(replica);
                });
        return diverged;
    }

    private static boolean isOutvoted(
            Fingerprint said, SortedMap<ReplicaId, Fingerprint> here, int quorum) {
        for (Fingerprint other : here.values()) {
            if (!said.contradicts(other)) continue;
            boolean byState = said.at().equals(other.at()) && said.chain().equals(other.chain());
            long agreeing =
                    here.values().stream()
                            .filter(f -> f.at().equals(other.at()))
                            .filter(f -> f.chain().equals(other.chain()))
                            .filter(f -> !byState || f.state().equals(other.state()))
                            .count();
            if (agreeing >= quorum) return true;
        }
        return false;
    }

    /** What a quorum of counted acknowledgements has, the home by its own among them (§13.1). */
    Map<ReplicaId, Index> counted(
            SortedMap<ReplicaId, Index> acknowledged, Replication r, ReplicaId home) {
        return acknowledged;
    }
}
