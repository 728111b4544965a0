package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The requests of one node's clients that have no outcome yet; each gets exactly one. */
final class Errands {
    /**
     * One request.
     *
     * @param at the leader that has it now; empty while it waits for one
     * @param reason why the last leader did not take it
     */
    record Errand(
            long id,
            RouterActor.Ask ask,
            long deadlineMillis,
            Optional<ActorRef<LeaderActor.Command>> at,
            String reason) {
        LeaderActor.Command request(ActorRef<RouterActor.Command> replyTo) {
            return isCommand()
                    ? new LeaderActor.Submit(id, ask.payload(), replyTo)
                    : new LeaderActor.Query(id, ask.payload(), replyTo);
        }

        boolean isCommand() {
            return ask.kind() == RouterActor.Kind.COMMAND;
        }

        private Errand at(ActorRef<LeaderActor.Command> leader) {
            return new Errand(id, ask, deadlineMillis, Optional.of(leader), reason);
        }

        private Errand back(String why) {
            return new Errand(id, ask, deadlineMillis, Optional.empty(), why);
        }

        private void tell(Outcome<Payload> outcome) {
            ask.replyTo().tell(outcome);
        }
    }

    private record Deadline(long millis, long id) {}

    private final TreeMap<Long, Errand> waiting = new TreeMap<>();
    private final TreeMap<Long, Errand> handed = new TreeMap<>();
    private final TreeSet<Deadline> deadlines =
            new TreeSet<>(
                    Comparator.comparingLong(Deadline::millis).thenComparingLong(Deadline::id));
    private long last;

    /**
     * @param first a random number: what is answered to a router's former life, whose mailbox
     *     outlived it, is nobody's here
     */
    Errands(long first) {
        this.last = first >>> 2;
    }

    int size() {
        return deadlines.size();
    }

    void add(RouterActor.Ask ask, long nowMillis) {
        long id = ++last;
        long deadline = nowMillis + ask.within().toMillis();
        deadlines.add(new Deadline(deadline, id));
        waiting.put(
                id, new Errand(id, ask, deadline, Optional.empty(), "no leader serves here yet"));
    }

    /** All that wait, in the order they came; from now on that leader has them. */
    List<Errand> handAllTo(ActorRef<LeaderActor.Command> leader) {
        List<Errand> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Errand errand : all) handed.put(errand.id(), errand.at(leader));
        return all;
    }

    /** A request that was certainly not applied, for want of a leader, waits for the next one. */
    void settle(long id, Outcome<Payload> outcome) {
        Errand errand = handed.remove(id);
        // Answered twice, when a query was taken to another leader: the first answer counted.
        if (errand == null) return;
        if (outcome instanceof Outcome.Rejected<Payload> rejected
                && rejected.rejection() instanceof Rejection.NotServing n) {
            waiting.put(id, errand.back(n.reason()));
        } else {
            end(errand, outcome);
        }
    }

    /** That leader will answer nothing more. */
    void leaderGone(ActorRef<?> leader) {
        String reason = "the leader that had the request is gone";
        for (Errand errand : handedTo(leader)) {
            handed.remove(errand.id());
            if (errand.isCommand()) end(errand, new Outcome.Unknown<>(reason));
            else waiting.put(errand.id(), errand.back(reason));
        }
    }

    private List<Errand> handedTo(ActorRef<?> leader) {
        return handed.values().stream().filter(e -> e.at().get().equals(leader)).toList();
    }

    /** A query changes nothing, so another leader may be asked without waiting for the first. */
    void takeBackQueries() {
        for (Errand errand : List.copyOf(handed.values())) {
            if (errand.isCommand()) continue;
            handed.remove(errand.id());
            waiting.put(errand.id(), errand.back("another leader was heard of"));
        }
    }

    void expire(long nowMillis) {
        while (!deadlines.isEmpty() && deadlines.first().millis() <= nowMillis) {
            long id = deadlines.first().id();
            Errand unsent = waiting.remove(id);
            if (unsent != null) end(unsent, notServing(unsent.reason()));
            else expireHanded(handed.remove(id));
        }
    }

    private void expireHanded(Errand errand) {
        String reason = "no answer within " + errand.ask().within().toMillis() + " ms";
        end(errand, errand.isCommand() ? new Outcome.Unknown<>(reason) : notServing(reason));
    }

    /** This node ends. */
    void giveUp(String reason) {
        for (Errand errand : List.copyOf(waiting.values())) end(errand, notServing(reason));
        for (Errand errand : List.copyOf(handed.values())) {
            end(errand, errand.isCommand() ? new Outcome.Unknown<>(reason) : notServing(reason));
        }
        waiting.clear();
        handed.clear();
    }

    private static Outcome<Payload> notServing(String reason) {
        return new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    private void end(Errand errand, Outcome<Payload> outcome) {
        deadlines.remove(new Deadline(errand.deadlineMillis(), errand.id()));
        errand.tell(outcome);
    }
}
