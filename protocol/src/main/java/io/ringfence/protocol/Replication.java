package io.ringfence.protocol;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a leader replicates, and how far it is.
 *
 * @param log the log it adopted, and its own entries
 * @param commitIndex the highest index known to be on a quorum
 * @param fence the index of its no-op entry
 * @param unsent the first index that never left to anyone, on whatever stream; never falls
 * @param lastStream the stream allotted last
 * @param pendingBytes of the entries above the commit index
 */
public record Replication(
        Founding founding,
        Log log,
        Index commitIndex,
        Index fence,
        Index unsent,
        SortedMap<ReplicaId, Progress> progress,
        StreamId lastStream,
        long pendingBytes) {
    Replication with(Progress one) {
        SortedMap<ReplicaId, Progress> copy = new TreeMap<>(progress);
        copy.put(one.replica(), one);
        return new Replication(
                founding,
                log,
                commitIndex,
                fence,
                unsent,
                Collections.unmodifiableSortedMap(copy),
                lastStream,
                pendingBytes);
    }

    Replication append(Entry entry) {
        return new Replication(
                founding,
                log.append(List.of(entry)),
                commitIndex,
                fence,
                unsent,
                progress,
                lastStream,
                pendingBytes + entry.sizeBytes());
    }

    Replication committed(Index index) {
        long bytes = 0;
        for (Entry entry : log.range(commitIndex.next(), index)) bytes += entry.sizeBytes();
        return new Replication(
                founding,
                log,
                index,
                fence,
                unsent,
                progress,
                lastStream,
                Math.max(0, pendingBytes - bytes));
    }

    Replication allotted(StreamId stream) {
        return new Replication(
                founding, log, commitIndex, fence, unsent, progress, stream, pendingBytes);
    }

    /** After all below {@code next} left to a replica: it may be there, whatever becomes of it. */
    Replication sent(Index next) {
        return new Replication(
                founding,
                log,
                commitIndex,
                fence,
                unsent.max(next),
                progress,
                lastStream,
                pendingBytes);
    }
}
