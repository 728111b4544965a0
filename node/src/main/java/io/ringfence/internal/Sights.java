package io.ringfence.internal;

import io.ringfence.ReplicaStatus;
import io.ringfence.protocol.Contact;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.LeaderPhase;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Snapshot;
import io.ringfence.protocol.Standing;
import java.util.Optional;

/** Puts what a replica shows of itself into what people are shown of it. */
final class Sights {
    private static final int DIGEST_DIGITS = 12;

    private final Site site;
    private final String node;

    /**
     * @param node this node's address
     */
    Sights(Site site, String node) {
        this.site = site;
        this.node = node;
    }

    ReplicaStatus status(ReplicaActor.Sight sight) {
        FollowerState s = sight.state();
        Contact contact = sight.contact();
        return new ReplicaStatus(
                node,
                site.group(),
                s.founding().map(f -> f.group().toString()),
                s.replica().name(),
                role(s),
                s.term().value(),
                s.vote().map(LeaderId::toString),
                s.log().lastId(),
                s.commitIndex().max(contact.commitIndex()).value(),
                sight.applied().index().value(),
                s.snapshot().map(Snapshot::at).orElse(EntryId.ZERO),
                s.log().base().index().next().value(),
                shortened(sight.chain()),
                contact.resync(),
                s.cure().quarantine(),
                site.board().serving(),
                sight.leader(),
                site.board().phase().map(LeaderPhase::name),
                sight.discarded(),
                sight.fenced(),
                true,
                0);
    }

    /** Enough to tell two apart by eye. */
    private static String shortened(Digest digest) {
        return digest.hex().substring(0, Math.min(DIGEST_DIGITS, digest.hex().length()));
    }

    private String role(FollowerState s) {
        Standing.Kind kind = s.standing().kind();
        if (kind == Standing.Kind.UNFOUNDED) return "unfounded";
        if (kind == Standing.Kind.PATIENT) {
            return s.cure().quarantine().isPresent() ? "quarantined" : "amnesiac";
        }
        boolean leads = site.board().phase().filter(LeaderPhase::replicates).isPresent();
        return leads ? "leader" : "follower";
    }

    ReplicaStatus aged(ReplicaStatus s, long ageMillis) {
        return with(s, s.reachable(), ageMillis);
    }

    ReplicaStatus unreachable(ReplicaStatus s) {
        return with(s, false, s.ageMillis());
    }

    private static ReplicaStatus with(ReplicaStatus s, boolean reachable, long ageMillis) {
        return new ReplicaStatus(
                s.node(),
                s.group(),
                s.groupId(),
                s.replica(),
                s.role(),
                s.term(),
                s.vote(),
                s.last(),
                s.commitIndex(),
                s.appliedIndex(),
                s.snapshot(),
                s.retainedFrom(),
                s.digest(),
                s.resync(),
                s.quarantine(),
                s.serving(),
                s.leader(),
                s.phase(),
                s.discarded(),
                s.fenced(),
                reachable,
                ageMillis);
    }

    /** Of a replica that this node never heard from. */
    ReplicaStatus unknown(ReplicaId replica) {
        boolean own = replica.equals(site.replica());
        return new ReplicaStatus(
                own ? node : "",
                site.group(),
                Optional.empty(),
                replica.name(),
                "unknown",
                0,
                Optional.empty(),
                EntryId.ZERO,
                0,
                0,
                EntryId.ZERO,
                1,
                "",
                Optional.empty(),
                Optional.empty(),
                new ServingState.NotServing("not heard from"),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                false,
                -1);
    }
}
