package io.ringfence.internal;

import io.ringfence.api.Outcome;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Log;
import io.ringfence.protocol.Payload;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Applies what is committed to the state machine, each entry once and in order, and tells the
 * leader on this node what it waits for. Whoever waits goes on waiting when the replica restarts.
 */
final class Applier<S, C, R> {
    // A replica that restarts on its leader's node tells all results of the epoch again.
    private static final int RESULTS_MAX = 1_024;

    private Machine<S, C, R> machine;
    private Optional<ReplicaActor.ReportResults> listener = Optional.empty();
    private final PriorityQueue<ReplicaActor.RunQuery> queries =
            new PriorityQueue<>(Comparator.comparing(ReplicaActor.RunQuery::at));

    Applier(Machine<S, C, R> machine) {
        this.machine = machine;
    }

    EntryId applied() {
        return machine.applied();
    }

    void reset() {
        machine = machine.anew();
    }

    /** The leader that sits here now; there is one leader actor on a node, and the last counts. */
    void report(ReplicaActor.ReportResults wanted) {
        listener = Optional.of(wanted);
    }

    void run(ReplicaActor.RunQuery query) {
        queries.add(query);
        answerQueries();
    }

    void apply(Log log, Index commit) {
        List<LeaderActor.Result> results = new ArrayList<>();
        for (Entry entry : log.range(machine.applied().index().next(), commit)) {
            Optional<Machine.Reply<R>> reply = machine.apply(entry);
            if (reply.isPresent() && isWanted(entry)) {
                Outcome<Payload> outcome = machine.outcome(reply.get());
                results.add(new LeaderActor.Result(entry.id(), outcome));
            }
            if (results.size() == RESULTS_MAX) results = told(results);
        }
        if (!results.isEmpty()) told(results);
        answerQueries();
    }

    private List<LeaderActor.Result> told(List<LeaderActor.Result> results) {
        listener.ifPresent(l -> l.to().tell(new LeaderActor.Results(results)));
        return new ArrayList<>();
    }

    private boolean isWanted(Entry entry) {
        return listener.isPresent() && listener.get().epoch().equals(entry.epoch());
    }

    private void answerQueries() {
        while (!queries.isEmpty() && !queries.peek().at().isAfter(applied().index())) {
            ReplicaActor.RunQuery next = queries.poll();
            Outcome<Payload> outcome = machine.query(next.query());
            next.replyTo().tell(new LeaderActor.QueryAnswered(next.request(), outcome));
        }
    }
}
