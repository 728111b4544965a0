package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The reads that wait for a round of confirmation: one round at a time, and the next one serves all
 * that arrived meanwhile (design §6).
 *
 * @param round the round last allotted
 * @param asked the reads that wait for that round; none when it is confirmed
 * @param at the commit index when that round was allotted
 * @param waiting the reads that came after it was
 */
record Reads(Round round, Chain asked, Index at, Chain waiting) {
    /** A list that grows at its head. */
    record Chain(long request, Chain earlier) {
        static List<Long> toList(Chain chain) {
            List<Long> requests = new ArrayList<>();
            for (Chain c = chain; c != null; c = c.earlier()) requests.add(c.request());
            return requests;
        }
    }

    static final Reads NONE = new Reads(Round.ZERO, null, Index.ZERO, null);

    boolean inFlight() {
        return asked != null;
    }

    Reads plus(long request) {
        return new Reads(round, asked, at, new Chain(request, waiting));
    }

    Reads started(Index commit) {
        return new Reads(round.next(), waiting, commit, null);
    }

    Reads answered() {
        return new Reads(round, null, at, waiting);
    }

    List<Long> all() {
        List<Long> requests = Chain.toList(asked);
        requests.addAll(Chain.toList(waiting));
        return requests;
    }
}
