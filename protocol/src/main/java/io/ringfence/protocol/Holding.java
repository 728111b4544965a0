package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a replica says that it holds, to who wants to lead: in its answer to a probe, then with its
 * grant.
 */
record Holding(Standing from, EntryId last, Optional<Founding> founding) {
    static Holding of(FollowerState s) {
        return new Holding(s.standing(), s.log().lastId(), s.founding());
    }

    static Holding of(Message.ProbeAnswer m) {
        return new Holding(m.from(), m.last(), m.founding());
    }

    static Holding of(Message.Granted m) {
        return new Holding(m.from(), m.last(), m.founding());
    }

    static List<Holding> ofAll(SortedMap<ReplicaId, Message.ProbeAnswer> probed) {
        return probed.values().stream().map(Holding::of).toList();
    }

    boolean isBlank() {
        return last.equals(EntryId.ZERO);
    }

    /**
     * Its log is what a group may be founded from: all of a group that is given up, and nothing of
     * one that was founded from it since.
     */
    boolean isOrigin() {
        if (isBlank() || from.isPatient()) return false;
        return founding.isEmpty() || founding.get().origin().equals(last);
    }

    /** Chosen by its operator, and of no group since. */
    boolean isApart() {
        return isOrigin() && founding.isEmpty();
    }

    /**
     * The last entry of what a group of all these can be founded from: zero when all are empty, or
     * that of the only one that is not; none when there is no such thing.
     */
    static Optional<EntryId> origin(Collection<Holding> all) {
        List<Holding> origins = new ArrayList<>();
        boolean anew = false;
        for (Holding h : all) {
            if (h.from().isPatient() || !h.isBlank() && !h.isOrigin()) return Optional.empty();
            if (!h.isBlank()) origins.add(h);
            anew |= h.founding().isPresent() && h.founding().get().isAnew();
        }
        // Who was to receive the log of another one does not begin without it.
        if (origins.isEmpty()) return anew ? Optional.empty() : Optional.of(EntryId.ZERO);
        Holding origin = origins.get(0);
        boolean one = origins.size() == 1 && origin.isIntact(all);
        return one ? Optional.of(origin.last()) : Optional.empty();
    }

    /**
     * A founding that all accepted may have entries, which a disk lost since held: then it is given
     * up by its operator, and never by itself.
     */
    private boolean isIntact(Collection<Holding> all) {
        if (founding.isEmpty()) return true;
        for (Holding h : all) {
            if (!founding.get().names(h.from().replica(), h.from().incarnation())) return false;
        }
        return true;
    }
}
