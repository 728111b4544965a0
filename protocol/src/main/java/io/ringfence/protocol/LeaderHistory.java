package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rule of divergence: who applied something else than a quorum did is damaged, and becomes a
 * patient (design §7, N11).
 */
final class LeaderHistory {
    private final SafetyRules rules;

    LeaderHistory(SafetyRules rules) {
        this.rules = rules;
    }

    /** Takes what a voter reports into account, if that is news; may end the leadership. */
    boolean onReport(Turn turn, Standing from, Report report) {
        Replication r = turn.replication();
        boolean silent = report.equals(Report.NONE);
        if (silent || !rules.acknowledgementCounts(from, r.log(), r.founding())) return false;
        List<Fingerprint> said = new ArrayList<>(report.fingerprints());
        report.snapshot().ifPresent(s -> said.add(s.fingerprint()));
        History history = r.history();
        SortedSet<Index> news = new TreeSet<>();
        for (Fingerprint f : said) {
            if (!history.isNews(from.replica(), f)) continue;
            history = history.applied(from.replica(), f);
            news.add(f.index());
        }
        boolean another =
                report.snapshot().isPresent()
                        && !report.snapshot()
                                .equals(Optional.ofNullable(history.held().get(from.replica())));
        if (another) history = history.holding(from.replica(), report.snapshot().get());
        if (news.isEmpty() && !another) return false;
        turn.become(r.with(history));
        for (Index index : news) {
            if (turn.state().phase().replicates()) judge(turn, index);
        }
        return true;
    }

    /** What it said in another life is not held against it. */
    void forget(Turn turn, ReplicaId replica) {
        Replication r = turn.replication();
        turn.become(r.with(r.history().without(replica)));
    }

    private void judge(Turn turn, Index index) {
        SortedMap<ReplicaId, Fingerprint> here = turn.replication().history().at(index);
        List<ReplicaId> diverged = rules.diverged(here, rules.quorum(turn.roster()));
        for (ReplicaId each : diverged) condemn(turn, each, index);
        if (diverged.isEmpty() && isContradictory(here)) {
            turn.act(new LeaderAction.Report(unsettled(index, here)));
        }
        if (diverged.contains(turn.home())) {
            String reason = "the home replica " + turn.home() + " applied what no quorum did";
            turn.act(new LeaderAction.HandOver(reason));
            turn.stepDown(reason);
        }
    }

    private static String unsettled(Index index, SortedMap<ReplicaId, Fingerprint> here) {
        StringBuilder text = new StringBuilder();
        text.append("replicas differ at ").append(index).append(", and no quorum agrees:");
        here.forEach(
                (replica, said) ->
                        text.append(' ')
                                .append(replica)
                                .append(' ')
                                .append(Describe.applied(said)));
        return text.toString();
    }

    private static boolean isContradictory(SortedMap<ReplicaId, Fingerprint> here) {
        for (Fingerprint a : here.values()) {
            for (Fingerprint b : here.values()) if (a.contradicts(b)) return true;
        }
        return false;
    }

    private void condemn(Turn turn, ReplicaId replica, Index index) {
        Replication r = turn.replication();
        Progress p = r.progress().get(replica);
        LeaderState s = turn.state();
        String reason = replica + " differs at " + index + " from what a quorum applied";
        turn.act(new LeaderAction.Report(reason));
        turn.send(replica, new Message.Quarantine(s.term(), s.id(), p.stream(), reason));
        forget(turn, replica);
    }
}
