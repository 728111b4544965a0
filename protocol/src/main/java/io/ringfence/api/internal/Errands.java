package io.ringfence.api.internal;

import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The requests of this JVM's clients that have no outcome yet; each gets exactly one. For one
 * thread at a time.
 *
 * @param <T> where requests are handed to: a leader, or a node that knows it
 */
public final class Errands<T> {
    /**
     * One request.
     *
     * @param at who has it now; empty while it waits
     * @param reason why it waits
     */
    public record Errand<T>(long id, Ask ask, long deadlineMillis, Optional<T> at, String reason) {
        private Errand<T> at(T target) {
            return new Errand<>(id, ask, deadlineMillis, Optional.of(target), reason);
        }

        private Errand<T> back(String why) {
            return new Errand<>(id, ask, deadlineMillis, Optional.empty(), why);
        }
    }

    private record Deadline(long millis, long id) {}

    private final TreeMap<Long, Errand<T>> waiting = new TreeMap<>();
    private final TreeMap<Long, Errand<T>> handed = new TreeMap<>();
    private final TreeSet<Deadline> deadlines =
            new TreeSet<>(
                    Comparator.comparingLong(Deadline::millis).thenComparingLong(Deadline::id));
    private final String idle;
    private long last;

    /**
     * @param first a random number: what is answered to an actor's former life, whose mailbox
     *     outlived it, is nobody's here
     * @param idle why a request waits that was handed to nobody yet
     */
    public Errands(long first, String idle) {
        this.last = first >>> 2;
        this.idle = idle;
    }

    public int size() {
        return deadlines.size();
    }

    public void add(Ask ask, long nowMillis) {
        long id = ++last;
        long deadline = nowMillis + ask.within().toMillis();
        deadlines.add(new Deadline(deadline, id));
        waiting.put(id, new Errand<>(id, ask, deadline, Optional.empty(), idle));
    }

    /** All that wait, in the order they came; from now on that one has them. */
    public List<Errand<T>> handAllTo(T target) {
        List<Errand<T>> all = new ArrayList<>(waiting.values());
        waiting.clear();
        for (Errand<T> errand : all) handed.put(errand.id(), errand.at(target));
        return all;
    }

    /** A request that was certainly not applied, for want of a leader, waits for the next one. */
    public void settle(long id, Outcome<Payload> outcome) {
        Errand<T> errand = handed.remove(id);
        // Answered twice, when a query was taken to another: the first answer counted.
        if (errand == null) return;
        if (outcome instanceof Outcome.Rejected<Payload> rejected
                && rejected.rejection() instanceof Rejection.NotServing n) {
            waiting.put(id, errand.back(n.reason()));
        } else {
            end(errand, outcome);
        }
    }

    /** That one will answer nothing more: of a command that it has, nobody knows. */
    public void gone(Object target, String reason) {
        for (Errand<T> errand : handedTo(target)) {
            handed.remove(errand.id());
            if (errand.ask().changes()) end(errand, new Outcome.Unknown<>(reason));
            else waiting.put(errand.id(), errand.back(reason));
        }
    }

    private List<Errand<T>> handedTo(Object target) {
        return handed.values().stream().filter(e -> e.at().get().equals(target)).toList();
    }

    /** A query changes nothing, so another may be asked without waiting for the first. */
    public void takeBackQueries(String reason) {
        for (Errand<T> errand : List.copyOf(handed.values())) {
            if (errand.ask().changes()) continue;
            handed.remove(errand.id());
            waiting.put(errand.id(), errand.back(reason));
        }
    }

    public void expire(long nowMillis) {
        while (!deadlines.isEmpty() && deadlines.first().millis() <= nowMillis) {
            long id = deadlines.first().id();
            Errand<T> unsent = waiting.remove(id);
            if (unsent != null) end(unsent, notServing(unsent.reason()));
            else expireHanded(handed.remove(id));
        }
    }

    private void expireHanded(Errand<T> errand) {
        String reason = "no answer within " + errand.ask().within().toMillis() + " ms";
        end(errand, errand.ask().changes() ? new Outcome.Unknown<>(reason) : notServing(reason));
    }

    /** This JVM's part ends. */
    public void giveUp(String reason) {
        for (Errand<T> errand : List.copyOf(waiting.values())) end(errand, notServing(reason));
        for (Errand<T> errand : List.copyOf(handed.values())) {
            end(
                    errand,
                    errand.ask().changes() ? new Outcome.Unknown<>(reason) : notServing(reason));
        }
        waiting.clear();
        handed.clear();
    }

    private static Outcome<Payload> notServing(String reason) {
        return new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    private void end(Errand<T> errand, Outcome<Payload> outcome) {
        deadlines.remove(new Deadline(errand.deadlineMillis(), errand.id()));
        errand.ask().outcome().accept(outcome);
    }
}
