package io.ringfence.protocol;

import io.ringfence.protocol.Message.Answer;
import io.ringfence.protocol.Message.Appended;
import io.ringfence.protocol.Message.FetchMismatch;
import io.ringfence.protocol.Message.FoundAccepted;
import io.ringfence.protocol.Message.Granted;
import io.ringfence.protocol.Message.LogFetched;
import io.ringfence.protocol.Message.Mark;
import io.ringfence.protocol.Message.Mismatch;
import io.ringfence.protocol.Message.ProbeAnswer;
import io.ringfence.protocol.Message.Propose;
import io.ringfence.protocol.Message.Read;
import io.ringfence.protocol.Message.Refused;
import io.ringfence.protocol.Message.SnapshotProgress;
import io.ringfence.protocol.Message.StreamOpened;
import io.ringfence.protocol.Message.StreamUnknown;
import io.ringfence.protocol.Message.Tick;
import io.ringfence.protocol.Message.VoteTaken;

/**
 * The rules of who leads or wants to (design §4). A function of (state, message); its shell keeps
 * the state in memory and carries the actions out.
 */
public final class Leader {
    private final LeaderElection election;
    private final LeaderRecovery recovery;
    private final LeaderReplication replication;
    private final LeaderReads reads;

    Leader(SafetyRules rules, SnapshotSettings settings) {
        this.reads = new LeaderReads(rules);
        LeaderSnapshots snapshots = new LeaderSnapshots(rules, settings);
        this.replication = new LeaderReplication(rules, reads, snapshots);
        this.recovery = new LeaderRecovery(rules, replication);
        this.election = new LeaderElection(rules, recovery);
    }

    /**
     * @param settings the same as the replicas of the group have
     */
    public static Leader of(SnapshotSettings settings) {
        return new Leader(SafetyRules.ALL, settings);
    }

    /** Without snapshots. */
    public static Leader standard() {
        return of(SnapshotSettings.OFF);
    }

    /** What the leader then knows, and what to do. */
    public LeaderDecision on(LeaderState state, Message message) {
        Turn turn = new Turn(state);
        if (message instanceof Tick m) onTick(turn, m);
        else if (message instanceof Propose m) replication.onPropose(turn, m);
        else if (message instanceof Mark m) replication.onMark(turn, m);
        else if (message instanceof Read m) reads.onRead(turn, m);
        else if (message instanceof Answer m) onAnswer(turn, m);
        else throw new AssertionError("no rule of a leader for " + message);
        return turn.decision();
    }

    private void onTick(Turn turn, Tick m) {
        turn.become(
                turn.state()
                        .with(new LeaderState.Clock(m.nowMillis(), m.wallMillis(), m.chance())));
        LeaderPhase phase = turn.state().phase();
        if (phase.replicates()) replication.onTick(turn);
        else if (phase == LeaderPhase.RECOVERING) recovery.onTick(turn);
        else election.onTick(turn);
    }

    /** An answer of a newer term ends whoever holds an older one, whatever it answers (L1, L4). */
    private void onAnswer(Turn turn, Answer m) {
        // Who is no replica of the group was never asked: its word counts for nothing.
        if (!turn.roster().voters().contains(m.from().replica())) {
            turn.become(turn.state().late());
            return;
        }
        turn.become(turn.state().seen(m.term()));
        boolean outdated = m.term().isAfter(turn.state().term());
        if (outdated && turn.state().phase().holdsTerm()) {
            turn.stepDown(
                    "superseded: "
                            + m.from().replica()
                            + " is at term "
                            + m.term()
                            + ", ours was "
                            + turn.state().term());
            return;
        }
        // A mailbox outlives a campaign: what answers an older one says nothing of this one.
        if (!m.leader().equals(turn.state().id())) {
            turn.become(turn.state().late());
            return;
        }
        dispatch(turn, m);
    }

    private void dispatch(Turn turn, Answer m) {
        LeaderPhase phase = turn.state().phase();
        if (m instanceof ProbeAnswer a && phase == LeaderPhase.PROBING) {
            election.onProbeAnswer(turn, a);
        } else if (m instanceof Granted a && phase == LeaderPhase.CAMPAIGNING) {
            election.onGranted(turn, a);
        } else if (m instanceof VoteTaken a && phase == LeaderPhase.CAMPAIGNING) {
            election.onVoteTaken(turn, a);
        } else if (m instanceof FoundAccepted a && phase == LeaderPhase.FOUNDING) {
            recovery.onFoundAccepted(turn, a);
        } else if (m instanceof LogFetched a && phase == LeaderPhase.RECOVERING) {
            recovery.onLogFetched(turn, a);
        } else if (m instanceof FetchMismatch a && phase == LeaderPhase.RECOVERING) {
            recovery.onFetchMismatch(turn, a);
        } else if (m instanceof Refused a) {
            election.onRefused(turn, a);
        } else if (phase.replicates() && m instanceof StreamOpened a) {
            replication.onStreamOpened(turn, a);
        } else if (phase.replicates() && m instanceof StreamUnknown a) {
            replication.onStreamUnknown(turn, a);
        } else if (phase.replicates() && m instanceof Appended a) {
            replication.onAppended(turn, a);
        } else if (phase.replicates() && m instanceof Mismatch a) {
            replication.onMismatch(turn, a);
        } else if (phase.replicates() && m instanceof SnapshotProgress a) {
            replication.onSnapshotProgress(turn, a);
        } else {
            // Of a phase that is over: a late grant, say. Nothing rests on it any more.
            turn.become(turn.state().late());
        }
    }
}
