package io.ringfence.protocol;

import io.ringfence.protocol.Message.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The rules of linearizable reads: no log write, one round for all that wait (design §6). */
final class LeaderReads {
    private final SafetyRules rules;

    LeaderReads(SafetyRules rules) {
        this.rules = rules;
    }

    void onRead(Turn turn, Read m) {
        if (turn.state().phase() != LeaderPhase.SERVING) {
            String reason = LeaderReplication.notServing(turn.state());
            turn.act(new LeaderAction.Reject(m.request(), new Rejection.NotServing(reason)));
            return;
        }
        turn.become(turn.state().with(turn.state().reads().plus(m.request())));
        if (!turn.state().reads().inFlight()) start(turn);
    }

    /** The number is allotted after the reads arrived, so an answer to it is a fresh one. */
    private void start(Turn turn) {
        Index commit = turn.replication().commitIndex();
        turn.become(turn.state().with(turn.state().reads().started(commit)));
        for (Progress p : turn.replication().progress().values()) {
            LeaderReplication.beat(turn, p);
        }
        confirm(turn);
    }

    /** A quorum of voters, the home by its own answer, said that our epoch still is the newest. */
    void confirm(Turn turn) {
        Reads reads = turn.state().reads();
        if (!reads.inFlight() || turn.state().phase() != LeaderPhase.SERVING) return;
        if (!rules.readIsConfirmed(reads.round(), confirmedByQuorum(turn))) return;
        for (long request : Reads.Chain.toList(reads.asked())) {
            turn.act(new LeaderAction.AnswerRead(request, reads.at()));
        }
        turn.become(turn.state().with(reads.answered()));
        if (reads.waiting() != null) start(turn);
    }

    private Round confirmedByQuorum(Turn turn) {
        Replication r = turn.replication();
        List<Round> rounds = new ArrayList<>();
        for (Progress p : r.progress().values()) {
            Standing standing = p.standing().orElse(null);
            if (standing == null) continue;
            if (!rules.acknowledgementCounts(standing, r.log(), r.founding())) continue;
            rounds.add(p.confirmed());
        }
        int quorum = rules.quorum(turn.roster());
        if (rounds.size() < quorum) return Round.ZERO;
        rounds.sort(Collections.reverseOrder());
        return rounds.get(quorum - 1);
    }
}
