package io.ringfence.protocol;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the voters reported to their leader: their fingerprints at the newest positions, and the
 * snapshots that they hold.
 *
 * @param positions by index, then by replica; equal indexes only are ever compared (§13.12)
 * @param held the newest snapshot of each
 */
public record History(
        SortedMap<Index, SortedMap<ReplicaId, Fingerprint>> positions,
        SortedMap<ReplicaId, Snapshot> held) {
    static final History NONE = new History(new TreeMap<>(), new TreeMap<>());

    private static final int POSITIONS_MAX = 32;

    /** After {@code by} reported that; what it said of that position before is completed. */
    History applied(ReplicaId by, Fingerprint fingerprint) {
        SortedMap<Index, SortedMap<ReplicaId, Fingerprint>> more = new TreeMap<>(positions);
        SortedMap<ReplicaId, Fingerprint> here = new TreeMap<>(at(fingerprint.index()));
        Fingerprint before = here.get(by);
        here.put(by, before == null ? fingerprint : fingerprint.or(before));
        more.put(fingerprint.index(), Collections.unmodifiableSortedMap(here));
        while (more.size() > POSITIONS_MAX) more.remove(more.firstKey());
        return new History(Collections.unmodifiableSortedMap(more), held);
    }

    History holding(ReplicaId by, Snapshot snapshot) {
        SortedMap<ReplicaId, Snapshot> more = new TreeMap<>(held);
        more.put(by, snapshot);
        return new History(positions, Collections.unmodifiableSortedMap(more))
                .applied(by, snapshot.fingerprint());
    }

    /** Of another life, or damaged: nothing that it said counts. */
    History without(ReplicaId replica) {
        SortedMap<ReplicaId, Snapshot> fewer = new TreeMap<>(held);
        fewer.remove(replica);
        SortedMap<Index, SortedMap<ReplicaId, Fingerprint>> less = new TreeMap<>();
        positions.forEach(
                (index, all) -> {
                    SortedMap<ReplicaId, Fingerprint> here = new TreeMap<>(all);
                    here.remove(replica);
                    if (!here.isEmpty()) less.put(index, Collections.unmodifiableSortedMap(here));
                });
        return new History(
                Collections.unmodifiableSortedMap(less), Collections.unmodifiableSortedMap(fewer));
    }

    SortedMap<ReplicaId, Fingerprint> at(Index index) {
        return Optional.ofNullable(positions.get(index)).orElseGet(TreeMap::new);
    }

    /** True when it says something that was not said yet. */
    boolean isNews(ReplicaId by, Fingerprint fingerprint) {
        Fingerprint known = at(fingerprint.index()).get(by);
        return known == null || !fingerprint.or(known).equals(known);
    }
}
