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
 * @param history what the voters reported of theirs
 */
public record Replication(
        Founding founding,
        Log log,
        Index commitIndex,
        Index fence,
        Index unsent,
        SortedMap<ReplicaId, Progress> progress,
        StreamId lastStream,
        long pendingBytes,
        History history) {
    /** Nothing that the log holds no more is ever sent. */
    Replication with(Progress one) {
        SortedMap<ReplicaId, Progress> copy = new TreeMap<>(progress);
        copy.put(one.replica(), one.notBelow(log.base().index().next()));
        return new Replication(
                founding,
                log,
                commitIndex,
                fence,
                unsent,
                Collections.unmodifiableSortedMap(copy),
                lastStream,
                pendingBytes,
                history);
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
                pendingBytes + entry.sizeBytes(),
                history);
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
                Math.max(0, pendingBytes - bytes),
                history);
    }

    Replication allotted(StreamId stream) {
        return new Replication(
                founding, log, commitIndex, fence, unsent, progress, stream, pendingBytes, history);
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
                pendingBytes,
                history);
    }

    Replication with(History history) {
        return with(log, history);
    }

    /** Without the entries up to {@code last}, all of which are in a snapshot. */
    Replication cutBefore(Index last) {
        return with(log.cutBefore(last), history);
    }

    private Replication with(Log log, History history) {
        return new Replication(
                founding,
                log,
                commitIndex,
                fence,
                unsent,
                progress,
                lastStream,
                pendingBytes,
                history);
    }
}
