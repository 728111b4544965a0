package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far one replica is, as its leader knows it; each has its own, so that a slow or stuck one
 * never holds up the others (design §6).
 *
 * @param standing as its last answer said; empty until it answered
 * @param stream the one last opened, or being opened
 * @param open whether the replica accepted that stream
 * @param match durable there, as the leader has it
 * @param next the first index not yet sent
 * @param inFlight the last indices of appends sent and not yet answered, oldest first
 * @param sentAtMillis when anything was last sent
 * @param askedAtMillis when what is unanswered was sent; meaningless when nothing is
 * @param heardAtMillis when it last answered
 * @param confirmed the newest round that it confirmed
 * @param behind that it needs a snapshot, if it does
 */
public record Progress(
        ReplicaId replica,
        Optional<Standing> standing,
        StreamId stream,
        boolean open,
        Index match,
        Index next,
        List<Index> inFlight,
        long sentAtMillis,
        long askedAtMillis,
        long heardAtMillis,
        Round confirmed,
        Optional<Behind> behind) {
    static Progress opening(ReplicaId replica, StreamId stream, long now) {
        return new Progress(
                replica,
                Optional.empty(),
                stream,
                false,
                Index.ZERO,
                Index.of(1),
                List.of(),
                now,
                now,
                now,
                Round.ZERO,
                Optional.empty());
    }

    /** A new stream starts at match 0 and knows nothing of the old one (§13.9). */
    Progress reopening(StreamId fresh, long now) {
        return new Progress(
                replica,
                standing,
                fresh,
                false,
                Index.ZERO,
                Index.of(1),
                List.of(),
                now,
                now,
                heardAtMillis,
                Round.ZERO,
                Optional.empty());
    }

    Progress opened(Standing from, Index held, Index from1, long now) {
        return new Progress(
                replica,
                Optional.of(from),
                stream,
                true,
                held,
                from1,
                List.of(),
                sentAtMillis,
                now,
                now,
                confirmed,
                behind);
    }

    Progress acknowledged(Standing from, Index upTo, Round round, long now) {
        List<Index> left = new ArrayList<>();
        for (Index end : inFlight) if (end.isAfter(upTo)) left.add(end);
        return new Progress(
                replica,
                Optional.of(from),
                stream,
                open,
                match.max(upTo),
                next.max(upTo.next()),
                List.copyOf(left),
                sentAtMillis,
                now,
                now,
                confirmed.max(round),
                behind);
    }

    /** Starts over from {@code from}, never below what is known to match. */
    Progress rewound(Standing by, Index from, Round round, long now) {
        return new Progress(
                replica,
                Optional.of(by),
                stream,
                open,
                match,
                from.max(match.next()),
                List.of(),
                sentAtMillis,
                now,
                now,
                confirmed.max(round),
                behind);
    }

    Progress sent(Index end, long now) {
        List<Index> more = new ArrayList<>(inFlight);
        more.add(end);
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                end.next(),
                List.copyOf(more),
                now,
                inFlight.isEmpty() ? now : askedAtMillis,
                heardAtMillis,
                confirmed,
                behind);
    }

    /** The handshake was sent once more. */
    Progress asked(long now) {
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                next,
                inFlight,
                now,
                now,
                heardAtMillis,
                confirmed,
                behind);
    }

    Progress spoken(long now) {
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                next,
                inFlight,
                now,
                askedAtMillis,
                heardAtMillis,
                confirmed,
                behind);
    }

    /** What is in flight counts as lost: send again from behind the match. */
    Progress lost(long now) {
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                match.next(),
                List.of(),
                sentAtMillis,
                now,
                heardAtMillis,
                confirmed,
                behind);
    }

    /** It answered, though no append. */
    Progress heard(Standing by, long now) {
        return new Progress(
                replica,
                Optional.of(by),
                stream,
                open,
                match,
                next,
                inFlight,
                sentAtMillis,
                now,
                now,
                confirmed,
                behind);
    }

    /** What lies below {@code first} is in the leader's log no more. */
    Progress notBelow(Index first) {
        return next.isBefore(first) ? with(next.max(first), behind) : this;
    }

    Progress behind(Behind now) {
        return with(next, Optional.of(now));
    }

    /** What it was sent before it fell behind says nothing any more. */
    Progress caughtUp() {
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                match.next(),
                List.of(),
                sentAtMillis,
                askedAtMillis,
                heardAtMillis,
                confirmed,
                Optional.empty());
    }

    private Progress with(Index next, Optional<Behind> behind) {
        return new Progress(
                replica,
                standing,
                stream,
                open,
                match,
                next,
                inFlight,
                sentAtMillis,
                askedAtMillis,
                heardAtMillis,
                confirmed,
                behind);
    }
}
