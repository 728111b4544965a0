package io.ringfence.protocol;

import java.util.List;
import java.util.Optional;

/**
 * The rule of the operator's command for a group that lost a majority of its disks: which replica
 * may be what its group is founded anew from, and what it becomes (design §13.15).
 */
public final class FoundingAnew {
    /**
     * The others may have gone through terms that this replica never heard of, and given tokens in
     * them: the new group's lie above those, unless there were more elections than this meanwhile.
     */
    private static final long TERMS_SKIPPED = 1_000_000;

    private FoundingAnew() {}

    /** Why a group cannot be founded from that replica; empty when it can. */
    public static Optional<String> refusal(FollowerState s) {
        if (s.log().isEmpty()) {
            return Optional.of("it holds no entry, so there is nothing to found a group from");
        }
        if (s.isApart()) {
            return Optional.of("it is set apart already, with its log up to " + s.log().lastId());
        }
        if (s.standing().isVoter()) return Optional.empty();
        String why =
                s.cure()
                        .quarantine()
                        .map(damage -> "it is quarantined: " + damage)
                        .orElse("it was wiped, and had not received the whole log again");
        return Optional.of("it is no voter, and its log is not to be trusted: " + why);
    }

    /** The term that it goes on from. */
    public static Term term(FollowerState s) {
        return Term.of(s.term().value() + TERMS_SKIPPED);
    }

    /** What it was founded from and does not hold whole yet, if that is so. */
    public static Optional<EntryId> lacking(FollowerState s) {
        return s.founding()
                .map(Founding::origin)
                .filter(origin -> s.log().lastId().compareTo(origin) < 0);
    }

    static Decision on(FollowerState s, Message.FoundAnew m) {
        Optional<String> refusal = refusal(s);
        if (refusal.isPresent()) {
            return Decision.act(new Action.Report(s.replica() + ": " + refusal.get()));
        }
        GroupId from = s.founding().orElseThrow().group();
        Incarnation fresh = Incarnation.first(m.nonce());
        return new Decision(List.of(new Event.SetApart(from, fresh, term(s))), List.of());
    }
}
