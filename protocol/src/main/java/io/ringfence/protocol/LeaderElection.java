package io.ringfence.protocol;

import io.ringfence.protocol.Message.Granted;
import io.ringfence.protocol.Message.Probe;
import io.ringfence.protocol.Message.ProbeAnswer;
import io.ringfence.protocol.Message.Refused;
import io.ringfence.protocol.Message.RequestVote;
import io.ringfence.protocol.Message.VoteTaken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The rules of probing and campaigning (design §4 phases 1 and 2). */
final class LeaderElection {
    private static final int SILENT_PROBES_MAX = 2;

    private final SafetyRules rules;
    private final LeaderRecovery recovery;

    LeaderElection(SafetyRules rules, LeaderRecovery recovery) {
        this.rules = rules;
        this.recovery = recovery;
    }

    void onTick(Turn turn) {
        LeaderState s = turn.state();
        if (s.phase() == LeaderPhase.WAITING) {
            if (turn.now() >= s.wakeAtMillis()) probe(turn);
            return;
        }
        if (turn.now() - s.sinceMillis() >= turn.settings().electionTimeoutMillis()) {
            handOverIfSilent(turn);
            turn.stepDown(Reasons.notElected(s));
            return;
        }
        if (turn.now() - s.election().askedAtMillis() >= turn.settings().retransmitMillis()) {
            ask(turn);
        }
    }

    private void probe(Turn turn) {
        long chance = turn.state().clock().chance();
        String name = turn.home() + "-" + Long.toString(chance & Long.MAX_VALUE, 36);
        LeaderId fresh = new LeaderId(turn.home(), name);
        turn.become(turn.state().probing(fresh, Election.begin(new Nonce(chance), turn.now())));
        ask(turn);
    }

    /** Asks whoever has not answered; the same question again is harmless. */
    private void ask(Turn turn) {
        turn.become(turn.election().askedAt(turn.now()));
        LeaderState s = turn.state();
        Election e = s.election();
        for (ReplicaId to : turn.roster().voters()) {
            if (s.phase() == LeaderPhase.PROBING && !e.probed().containsKey(to)) {
                turn.send(to, new Probe(e.nonce(), s.id(), turn.roster()));
            } else if (s.phase() == LeaderPhase.CAMPAIGNING && !e.grants().containsKey(to)) {
                turn.send(to, new RequestVote(s.term(), s.id(), turn.roster()));
            } else if (s.phase() == LeaderPhase.FOUNDING && !e.accepted().containsKey(to)) {
                turn.send(to, new Message.Found(s.term(), s.id(), e.founding().orElseThrow()));
            }
        }
    }

    /**
     * A home that says nothing for several probes, while a quorum of others answers and hears
     * nobody lead, makes room (design §4); a single time it may have been starting.
     */
    private void handOverIfSilent(Turn turn) {
        SortedMap<ReplicaId, ProbeAnswer> probed = turn.election().probed();
        boolean silent =
                turn.state().phase() == LeaderPhase.PROBING
                        && turn.state().failures() >= SILENT_PROBES_MAX
                        && !probed.containsKey(turn.home());
        boolean led = probed.values().stream().anyMatch(answer -> answer.hears().isPresent());
        if (!silent || led || voters(probed).size() < turn.roster().quorum()) return;
        turn.act(
                new LeaderAction.HandOver(
                        "the replica on this node, " + turn.home() + ", does not answer"));
    }

    void onProbeAnswer(Turn turn, ProbeAnswer m) {
        if (!m.nonce().equals(turn.election().nonce())) return;
        turn.become(turn.election().probed(m));
        Election e = turn.election();
        boolean home = e.probed().containsKey(turn.home());
        if (!home || e.probed().size() < rules.quorum(turn.roster())) return;
        for (ProbeAnswer answer : e.probed().values()) {
            // Leader stickiness: who hears a live leader is not to be disturbed (design §4).
            Optional<LeaderId> other = answer.hears().filter(l -> !l.home().equals(turn.home()));
            if (other.isPresent()) {
                turn.standBy(answer.from().replica() + " hears a live leader: " + other.get());
                return;
            }
        }
        if (mayWin(turn)) campaign(turn);
        else handOverIfUnfit(turn);
    }

    /** A campaign that cannot win would burn a term: with too few voters, none is begun. */
    private boolean mayWin(Turn turn) {
        SortedMap<ReplicaId, ProbeAnswer> probed = turn.election().probed();
        List<ReplicaId> voters = voters(probed);
        boolean home = voters.contains(turn.home());
        if (home && voters.size() >= rules.quorum(turn.roster())) {
            ProbeAnswer best = best(probed).orElseThrow();
            if (rules.holdsOrigin(best.founding().orElseThrow(), best.last())) return true;
        }
        return probed.keySet().containsAll(turn.roster().voters())
                && Holding.origin(Holding.ofAll(probed)).isPresent();
    }

    /**
     * Who votes in the group that the best log is of, or the newest founding while all are empty.
     */
    private static List<ReplicaId> voters(SortedMap<ReplicaId, ProbeAnswer> probed) {
        Optional<ProbeAnswer> best = best(probed);
        List<ReplicaId> voters = new ArrayList<>();
        for (ProbeAnswer a : probed.values()) {
            boolean same = best.isPresent() && a.founding().equals(best.get().founding());
            if (a.from().isVoter() && same) voters.add(a.from().replica());
        }
        return voters;
    }

    private static Optional<ProbeAnswer> best(SortedMap<ReplicaId, ProbeAnswer> probed) {
        ProbeAnswer best = null;
        for (ProbeAnswer a : probed.values()) {
            if (a.from().isVoter() && (best == null || isBetter(a, best))) best = a;
        }
        return Optional.ofNullable(best);
    }

    private static boolean isBetter(ProbeAnswer a, ProbeAnswer b) {
        int byLog = a.last().compareTo(b.last());
        if (byLog != 0) return byLog > 0;
        return a.founding().orElseThrow().term().isAfter(b.founding().orElseThrow().term());
    }

    /** A home that may not lead, while a quorum of others could, makes room (design §4). */
    private void handOverIfUnfit(Turn turn) {
        List<ReplicaId> voters = voters(turn.election().probed());
        if (voters.contains(turn.home()) || voters.size() < turn.roster().quorum()) return;
        String reason = "the replica on this node, " + turn.home() + ", is no voter now";
        turn.act(new LeaderAction.HandOver(reason));
        turn.stepDown(reason);
    }

    private void campaign(Turn turn) {
        Term highest = turn.state().highest().max(turn.state().term());
        turn.become(turn.state().with(highest.next()).in(LeaderPhase.CAMPAIGNING));
        ask(turn);
    }

    /** A grant counts once, from whom it comes; the home's own among them (design §4). */
    void onGranted(Turn turn, Granted m) {
        if (!m.term().equals(turn.state().term())) return;
        turn.become(turn.election().granted(m));
        recovery.judge(turn);
    }

    void onVoteTaken(Turn turn, VoteTaken m) {
        turn.become(turn.election().taken(m.from().replica(), m.takenBy()));
        int others = turn.election().taken().size();
        if (turn.roster().voters().size() - others < rules.quorum(turn.roster())) {
            turn.stepDown("term " + turn.state().term() + " went to " + m.takenBy());
        }
    }

    /** Noted for people; only a fetch refused ends the attempt (design §4 phase 3). */
    void onRefused(Turn turn, Refused m) {
        turn.become(turn.election().refused(m.from().replica(), m.reason()));
        if (m.boundary() == Boundary.FETCH && turn.state().phase() == LeaderPhase.RECOVERING) {
            turn.stepDown("the log of " + m.from().replica() + " changed while it was read");
        }
    }
}
