package io.ringfence.protocol;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/** What becomes of the requests that wait on a simulated node; each gets one outcome. */
final class SimClients {
    private final Ledger ledger;
    private final Consumer<String> say;

    SimClients(Ledger ledger, Consumer<String> say) {
        this.ledger = ledger;
        this.say = say;
    }

    private void outcome(long request, String outcome) {
        say.accept("  #" + request + " " + outcome);
        ledger.onOutcome(request, outcome);
    }

    void onApplied(SimNode n, Entry entry) {
        LeaderAction.Accept accepted = n.pending.remove(entry.index().value());
        if (accepted == null) return;
        if (accepted.entry().equals(entry.id())) {
            say.accept("  #" + accepted.request() + " done at " + entry.id());
            ledger.onWritten(accepted.request(), entry.id());
        } else {
            outcome(accepted.request(), "unknown: another entry took its place");
        }
    }

    /** Whoever waits for an entry that a snapshot stands for is never told its result. */
    void onRestored(SimNode n) {
        SortedMap<Long, LeaderAction.Accept> below = n.pending.headMap(n.applied + 1);
        for (LeaderAction.Accept a : below.values()) {
            outcome(a.request(), "unknown: a snapshot stands for it");
        }
        below.clear();
        answerReads(n);
    }

    void answerReads(SimNode n) {
        for (SimNode.WaitingRead r : List.copyOf(n.reads)) {
            if (r.at().value() > n.applied) continue;
            n.reads.remove(r);
            say.accept("  #" + r.request() + " reads the state at " + n.applied);
            ledger.onRead(r.request(), n.applied);
        }
    }

    /** The leader's process or actor ended. */
    void onLeaderEnded(SimNode n, String why) {
        for (LeaderAction.Accept a : n.pending.values()) outcome(a.request(), "unknown: " + why);
        for (SimNode.WaitingRead r : n.reads) outcome(r.request(), "rejected: " + why);
        for (long read : n.leader.reads().all()) outcome(read, "rejected: " + why);
        n.pending.clear();
        n.reads.clear();
    }

    void onAbandon(SimNode n, LeaderAction.Abandon a) {
        for (Map.Entry<Long, LeaderAction.Accept> p : n.pending.entrySet()) {
            boolean unsent = p.getKey() >= a.unsentFrom().value();
            if (unsent) ledger.onRejected(p.getValue().entry());
            outcome(p.getValue().request(), (unsent ? "rejected: " : "unknown: ") + a.reason());
        }
        n.pending.clear();
        for (SimNode.WaitingRead r : n.reads) outcome(r.request(), "rejected: " + a.reason());
        n.reads.clear();
    }
}
