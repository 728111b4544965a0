package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The requests that a leader has not answered yet; each gets exactly one outcome (design §9). */
final class Requests {
    /** Who asked, and the number it knows its request by. */
    record Asker(long id, ActorRef<RouterActor.Command> replyTo) {
        void tell(Outcome<Payload> outcome) {
            replyTo.tell(new RouterActor.Settled(id, outcome));
        }
    }

    private record Accepted(EntryId entry, Asker asker) {}

    private record Reading(Payload query, Asker asker) {}

    private final Map<Long, Asker> commands = new HashMap<>();
    private final NavigableMap<Index, Accepted> accepted = new TreeMap<>();
    private final Map<Long, Reading> queries = new HashMap<>();
    private long last;

    /**
     * @param first a random number: what is answered to a leader's former life, whose mailbox
     *     outlived it, is nobody's here
     */
    Requests(long first) {
        this.last = first >>> 2;
    }

    /** The number under which the rules know the command from now on. */
    long command(Asker asker) {
        commands.put(++last, asker);
        return last;
    }

    /** The number under which the rules know the query from now on. */
    long query(Payload query, Asker asker) {
        queries.put(++last, new Reading(query, asker));
        return last;
    }

    boolean isEmpty() {
        return commands.isEmpty() && accepted.isEmpty() && queries.isEmpty();
    }

    /** What a query asks; empty when it was given up meanwhile. */
    Optional<Payload> queryOf(long request) {
        return Optional.ofNullable(queries.get(request)).map(Reading::query);
    }

    /** The command is that entry: it is answered when the home applied that. */
    void accept(long request, EntryId entry) {
        accepted.put(entry.index(), new Accepted(entry, commands.remove(request)));
    }

    /** What was given up meanwhile has had its outcome. */
    void reject(long request, Rejection rejection) {
        Asker asker = commands.remove(request);
        Reading reading = queries.remove(request);
        if (reading != null) asker = reading.asker();
        if (asker != null) asker.tell(new Outcome.Rejected<>(rejection));
    }

    /** What the home's machine made of an entry; of one that nobody here waits for, nothing. */
    void applied(EntryId entry, Outcome<Payload> outcome) {
        Accepted waiting = accepted.get(entry.index());
        if (waiting == null || !waiting.entry().equals(entry)) return;
        accepted.remove(entry.index());
        waiting.asker().tell(outcome);
    }

    /** A query that was given up meanwhile has had its outcome. */
    void answered(long request, Outcome<Payload> outcome) {
        Reading reading = queries.remove(request);
        if (reading != null) reading.asker().tell(outcome);
    }

    /** What never left is certainly not applied; of the rest nobody knows (design §9). */
    void abandon(Index unsentFrom, String reason) {
        Rejection rejection = new Rejection.NotServing(reason);
        accepted.tailMap(unsentFrom, true)
                .values()
                .forEach(a -> a.asker().tell(new Outcome.Rejected<>(rejection)));
        accepted.headMap(unsentFrom, false)
                .values()
                .forEach(a -> a.asker().tell(new Outcome.Unknown<>(reason)));
        accepted.clear();
        queries.values().forEach(q -> q.asker().tell(new Outcome.Rejected<>(rejection)));
        queries.clear();
    }

    /** The leader actor ends, in whatever state: whoever waits is told what is certain. */
    void abandonAll(String reason) {
        Rejection rejection = new Rejection.NotServing(reason);
        commands.values().forEach(a -> a.tell(new Outcome.Unknown<>(reason)));
        commands.clear();
        accepted.values().forEach(a -> a.asker().tell(new Outcome.Unknown<>(reason)));
        accepted.clear();
        queries.values().forEach(q -> q.asker().tell(new Outcome.Rejected<>(rejection)));
        queries.clear();
    }
}
