package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A snapshot on its way into a replica's store, forgotten with the process: what is stored already
 * is found again.
 *
 * @param source who is asked for the pieces
 * @param stored all pieces below it are in the store
 * @param ahead further pieces that are
 * @param asked pieces asked for, with the time
 * @param storing pieces that arrived, and are being written
 * @param trouble why the source is of no use; told until there is another one
 */
record Transfer(
        Snapshot snapshot,
        ReplicaId source,
        Stage stage,
        int stored,
        SortedSet<Integer> ahead,
        SortedMap<Integer, Long> asked,
        SortedSet<Integer> storing,
        Optional<String> trouble) {
    /** How far it is. */
    enum Stage {
        /** What is stored already is being looked for. */
        FINDING,
        /** Pieces are asked for and stored. */
        FETCHING,
        /** All pieces are stored; the whole is being checked. */
        CHECKING
    }

    static Transfer begin(Snapshot snapshot, ReplicaId source) {
        return new Transfer(
                snapshot,
                source,
                Stage.FINDING,
                0,
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                Optional.empty());
    }

    Resync progress() {
        double part = (stored + ahead.size()) / (double) snapshot.chunks();
        return new Resync(
                snapshot.at(), source, (long) (part * snapshot.bytes()), snapshot.bytes());
    }

    boolean isOf(SnapshotId id) {
        return snapshot.id().equals(id);
    }

    /** The pieces may come from another one that holds that very snapshot (§13.7). */
    Transfer from(ReplicaId other) {
        if (other.equals(source)) return this;
        return new Transfer(
                snapshot, other, stage, stored, ahead, new TreeMap<>(), storing, Optional.empty());
    }

    /** Its source turned out to be of no use. */
    Transfer troubled(String why) {
        return new Transfer(
                snapshot, source, stage, stored, ahead, asked, storing, Optional.of(why));
    }

    /** So many are in the store, without a gap. */
    Transfer found(int pieces) {
        return new Transfer(
                snapshot,
                source,
                pieces >= snapshot.chunks() ? Stage.CHECKING : Stage.FETCHING,
                Math.min(pieces, snapshot.chunks()),
                ahead,
                asked,
                storing,
                trouble);
    }

    /** The pieces to ask for next, so that no more than {@code inFlightMax} are on their way. */
    List<Integer> wanted(int inFlightMax) {
        List<Integer> wanted = new ArrayList<>();
        if (stage != Stage.FETCHING) return wanted;
        int room = inFlightMax - asked.size() - storing.size();
        for (int chunk = stored; chunk < snapshot.chunks() && wanted.size() < room; chunk++) {
            boolean known =
                    ahead.contains(chunk) || asked.containsKey(chunk) || storing.contains(chunk);
            if (!known) wanted.add(chunk);
        }
        return wanted;
    }

    /** The pieces that were asked for long ago, and have not come. */
    List<Integer> overdue(long now, long retransmitMillis) {
        List<Integer> overdue = new ArrayList<>();
        asked.forEach(
                (chunk, at) -> {
                    if (now - at >= retransmitMillis) overdue.add(chunk);
                });
        return overdue;
    }

    Transfer asked(List<Integer> chunks, long now) {
        SortedMap<Integer, Long> more = new TreeMap<>(asked);
        for (int chunk : chunks) more.put(chunk, now);
        return with(stage, stored, ahead, more, storing);
    }

    Transfer fetched(int chunk) {
        SortedMap<Integer, Long> fewer = new TreeMap<>(asked);
        fewer.remove(chunk);
        SortedSet<Integer> more = new TreeSet<>(storing);
        more.add(chunk);
        return with(stage, stored, ahead, fewer, more);
    }

    Transfer stored(int chunk) {
        SortedSet<Integer> fewer = new TreeSet<>(storing);
        fewer.remove(chunk);
        SortedSet<Integer> more = new TreeSet<>(ahead);
        more.add(chunk);
        int whole = stored;
        while (more.remove(whole)) whole++;
        Stage next = whole == snapshot.chunks() ? Stage.CHECKING : stage;
        return with(next, whole, more, asked, fewer);
    }

    private Transfer with(
            Stage stage,
            int stored,
            SortedSet<Integer> ahead,
            SortedMap<Integer, Long> asked,
            SortedSet<Integer> storing) {
        return new Transfer(
                snapshot,
                source,
                stage,
                stored,
                Collections.unmodifiableSortedSet(ahead),
                Collections.unmodifiableSortedMap(asked),
                Collections.unmodifiableSortedSet(storing),
                trouble);
    }
}
