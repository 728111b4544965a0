package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the committed entries make, one after another: the measure of every snapshot. */
final class HistoryModel {
    private final List<Long> digests = new ArrayList<>();
    private final List<LogPosition> positions = new ArrayList<>();
    private final TreeMap<ReplicaId, Readmission> readmissions = new TreeMap<>();
    private final List<Long> chains = new ArrayList<>();
    private long digest;
    private long chain;
    private final TreeSet<Index> marks = new TreeSet<>();
    private long bytes;

    /** What follows is given up, for the group goes on from there. */
    void cutAfter(int index) {
        digests.subList(index, digests.size()).clear();
        chains.subList(index, chains.size()).clear();
        positions.subList(index, positions.size()).clear();
        digest = index == 0 ? 0 : digests.get(index - 1);
        chain = index == 0 ? 0 : chains.get(index - 1);
        bytes = index == 0 ? 0 : positions.get(index - 1).totalBytes();
        marks.tailSet(Index.of(index), false).clear();
        readmissions.clear();
        if (index == 0) return;
        for (Readmission r : positions.get(index - 1).readmissions()) {
            readmissions.put(r.replica(), r);
        }
    }

    void commit(Entry entry) {
        digest = Ledger.digest(digest, entry);
        if (entry.content() instanceof Content.Readmitted c) {
            readmissions.put(
                    c.replica(), new Readmission(c.replica(), c.incarnation(), entry.id()));
        }
        if (entry.content() instanceof Content.Mark) marks.add(entry.index());
        digests.add(digest);
        chain = Ledger.chain(chain, entry);
        chains.add(chain);
        bytes += entry.sizeBytes();
        List<Readmission> all = List.copyOf(readmissions.values());
        positions.add(new LogPosition(entry.id(), entry.stampMillis(), bytes, all));
    }

    /** The machine's state once all up to there was applied. */
    long digest(Index at) {
        return digests.get((int) at.value() - 1);
    }

    /** The digest of what was applied up to there. */
    long chain(Index at) {
        return chains.get((int) at.value() - 1);
    }

    /** Whether snapshots are taken there, for whoever applied all from the first entry on. */
    boolean isPosition(SnapshotSettings settings, Index at) {
        if (marks.contains(at)) return true;
        if (settings.everyEntries() == 0) return false;
        if (at.value() % settings.everyEntries() == 0) return true;
        if (settings.everyBytes() == 0) return false;
        long before = at.value() == 1 ? 0 : position(Index.of(at.value() - 1)).totalBytes();
        long passed = position(at).totalBytes() / settings.everyBytes();
        return passed != before / settings.everyBytes();
    }

    LogPosition position(Index at) {
        return positions.get((int) at.value() - 1);
    }
}
