package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a replica knows of its leader and forgets at a restart, since the leader tells it again: the
 * stream, the commit index, when it was last heard, and the time as ticks brought it.
 *
 * @param leader whose stream is open, or last was; may differ from whom the replica voted for
 * @param term of that leader
 * @param heardAtMillis when that leader was last heard, on the shell's monotonic clock
 * @param transfer the snapshot that is being received
 * @param untold what is to be reported
 * @param lent an older snapshot that another replica reads
 */
public record Contact(
        Optional<LeaderId> leader,
        Term term,
        StreamId stream,
        Index commitIndex,
        long heardAtMillis,
        long nowMillis,
        Optional<Transfer> transfer,
        Untold untold,
        Optional<Lent> lent) {
    /** After a restart. */
    public static final Contact NONE =
            new Contact(Optional.empty(), Term.ZERO, StreamId.NONE, Index.ZERO, 0, 0);

    private static final int UNTOLD_MAX = 8;

    /** What the leader was not told yet. */
    record Untold(List<Fingerprint> fingerprints, boolean snapshot) {
        static final Untold NONE = new Untold(List.of(), true);
        static final Untold NOTHING = new Untold(List.of(), false);
    }

    /** A snapshot whose pieces were last asked for then. */
    record Lent(SnapshotId snapshot, long atMillis) {}

    Contact(
            Optional<LeaderId> leader,
            Term term,
            StreamId stream,
            Index commitIndex,
            long heardAtMillis,
            long nowMillis) {
        this(
                leader,
                term,
                stream,
                commitIndex,
                heardAtMillis,
                nowMillis,
                Optional.empty(),
                Untold.NONE,
                Optional.empty());
    }

    Contact at(long now) {
        return new Contact(
                leader, term, stream, commitIndex, heardAtMillis, now, transfer, untold, lent);
    }

    /** A new stream knows nothing of a transfer; what is stored of it will be found. */
    Contact opened(LeaderId by, Term in, StreamId as, Index commit) {
        return new Contact(
                Optional.of(by),
                in,
                as,
                commit,
                nowMillis,
                nowMillis,
                Optional.empty(),
                new Untold(untold.fingerprints(), true),
                lent);
    }

    Contact heard(Index commit) {
        return new Contact(
                leader,
                term,
                stream,
                commitIndex.max(commit),
                nowMillis,
                nowMillis,
                transfer,
                untold,
                lent);
    }

    /** A new patient has no stream, and trusts no commit index but what it is told from now on. */
    Contact forgotten() {
        return new Contact(
                Optional.empty(),
                term,
                StreamId.NONE,
                Index.ZERO,
                heardAtMillis,
                nowMillis,
                Optional.empty(),
                Untold.NONE,
                Optional.empty());
    }

    /** How far the snapshot is that is being received, if one is. */
    public Optional<Resync> resync() {
        return transfer.map(Transfer::progress);
    }

    Contact with(Transfer now) {
        return with(Optional.of(now), untold, lent);
    }

    Contact withoutTransfer() {
        return with(Optional.empty(), untold, lent);
    }

    /** After a fingerprint was taken; the oldest are let go of. */
    Contact applied(Fingerprint fingerprint) {
        List<Fingerprint> more = new ArrayList<>(untold.fingerprints());
        if (more.size() == UNTOLD_MAX) more.remove(0);
        more.add(fingerprint);
        return with(transfer, new Untold(List.copyOf(more), untold.snapshot()), lent);
    }

    /** After another snapshot became the newest. */
    Contact holding() {
        return with(transfer, new Untold(untold.fingerprints(), true), lent);
    }

    Contact told() {
        return with(transfer, Untold.NOTHING, lent);
    }

    Contact lending(SnapshotId snapshot) {
        return with(transfer, untold, Optional.of(new Lent(snapshot, nowMillis)));
    }

    Contact returned() {
        return with(transfer, untold, Optional.empty());
    }

    private Contact with(Optional<Transfer> transfer, Untold untold, Optional<Lent> lent) {
        return new Contact(
                leader,
                term,
                stream,
                commitIndex,
                heardAtMillis,
                nowMillis,
                transfer,
                untold,
                lent);
    }

    /** True when an append of that stream is the live leader's, as far as is known here. */
    boolean follows(LeaderId by, Term in, StreamId as) {
        return isOf(by, in) && stream.equals(as);
    }

    boolean isOf(LeaderId by, Term in) {
        return leader.isPresent() && leader.get().equals(by) && term.equals(in);
    }
}
