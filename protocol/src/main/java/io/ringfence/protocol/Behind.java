package io.ringfence.protocol;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A replica needs entries that its leader's log no longer holds, and so a snapshot.
 *
 * @param sinceMillis when that was found
 * @param triedAtMillis when something to offer was last looked for, and not found
 * @param offer what it was offered last; empty while there is nothing to offer
 * @param unfit who turned out to be of no use as a source
 * @param begun the snapshot that it has pieces of; another source of the same is to be preferred
 */
public record Behind(
        long sinceMillis,
        long triedAtMillis,
        Optional<Offer> offer,
        SortedSet<ReplicaId> unfit,
        Optional<SnapshotId> begun) {
    /**
     * A snapshot offered.
     *
     * @param source whom the replica is to ask for the pieces
     * @param stored how many pieces it has, as it said last
     * @param movedAtMillis when it last had more than before
     * @param saidAtMillis when the offer was last sent
     */
    public record Offer(
            Snapshot snapshot,
            ReplicaId source,
            int stored,
            long movedAtMillis,
            long saidAtMillis) {}

    static Behind since(long now) {
        return new Behind(now, now, Optional.empty(), new TreeSet<>(), Optional.empty());
    }

    Behind offered(Snapshot snapshot, ReplicaId source, long now) {
        Offer offered = new Offer(snapshot, source, 0, now, now);
        return with(Optional.of(offered), unfit);
    }

    Behind said(long now) {
        Offer o = offer.orElseThrow();
        Offer again = new Offer(o.snapshot(), o.source(), o.stored(), o.movedAtMillis(), now);
        return with(Optional.of(again), unfit);
    }

    Behind moved(int stored, long now) {
        Offer o = offer.orElseThrow();
        // Who has all of it is checking it, however long that takes.
        boolean moved = stored > o.stored() || stored == o.snapshot().chunks();
        long movedAt = moved ? now : o.movedAtMillis();
        Offer more = new Offer(o.snapshot(), o.source(), stored, movedAt, o.saidAtMillis());
        return with(Optional.of(more), unfit);
    }

    /** The offer came to nothing because of its source. */
    Behind without(ReplicaId source) {
        SortedSet<ReplicaId> more = new TreeSet<>(unfit);
        more.add(source);
        return with(Optional.empty(), Collections.unmodifiableSortedSet(more));
    }

    /** Nothing is on offer, and everybody may be asked again, in a while. */
    Behind anew(long now) {
        return new Behind(sinceMillis, now, Optional.empty(), new TreeSet<>(), Optional.empty());
    }

    private Behind with(Optional<Offer> now, SortedSet<ReplicaId> unfit) {
        Optional<SnapshotId> last = now.or(() -> offer).map(o -> o.snapshot().id());
        return new Behind(sinceMillis, triedAtMillis, now, unfit, last.or(() -> begun));
    }
}
