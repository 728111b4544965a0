package io.ringfence.protocol;

import io.ringfence.protocol.Message.InstallSnapshot;
import io.ringfence.protocol.Message.SnapshotProgress;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rules of what a leader does with snapshots, none of which it has: it offers those that
 * replicas hold to replicas that need them, and cuts its log behind them (design §7).
 */
final class LeaderSnapshots {
    /** So many times the check-quorum interval, a snapshot waits for the word of all voters. */
    private static final int PATIENCE = 2;

    private final SafetyRules rules;
    private final SnapshotSettings settings;

    LeaderSnapshots(SafetyRules rules, SnapshotSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /** The replica needs what is cut: it is offered a snapshot instead of entries. */
    void fallBehind(Turn turn, ReplicaId replica) {
        Progress p = turn.replication().progress().get(replica);
        if (p.behind().isPresent()) return;
        Progress behind = p.behind(Behind.since(turn.now()));
        turn.become(turn.replication().with(behind));
        offer(turn, behind);
    }

    /** The newest that somebody else holds, and that is not in doubt. */
    private void offer(Turn turn, Progress p) {
        Behind behind = p.behind().orElseThrow();
        Holder best = null;
        for (var held : turn.replication().history().held().entrySet()) {
            Holder h = new Holder(held.getKey(), held.getValue());
            if (behind.unfit().contains(h.replica) || !mayOffer(turn, p, h)) continue;
            if (best == null || isBetter(turn, behind, h, best)) best = h;
        }
        if (best == null) {
            turn.become(turn.replication().with(p.behind(behind.anew(turn.now()))));
            return;
        }
        Behind offered = behind.offered(best.snapshot, best.replica, turn.now());
        turn.become(turn.replication().with(p.behind(offered)));
        say(turn, p, offered.offer().orElseThrow());
    }

    private record Holder(ReplicaId replica, Snapshot snapshot) {}

    /** What was begun, else the newest; not from the leader's node, which has enough to send. */
    private static boolean isBetter(Turn turn, Behind behind, Holder a, Holder b) {
        boolean begun = behind.begun().equals(Optional.of(a.snapshot.id()));
        if (begun != behind.begun().equals(Optional.of(b.snapshot.id()))) return begun;
        int byAge = a.snapshot.index().compareTo(b.snapshot.index());
        if (byAge != 0) return byAge > 0;
        return b.replica.equals(turn.home());
    }

    private boolean mayOffer(Turn turn, Progress to, Holder h) {
        Replication r = turn.replication();
        Progress source = r.progress().get(h.replica);
        boolean useful =
                !h.replica.equals(to.replica())
                        && counts(r, source)
                        && isRecent(turn, source)
                        && r.log().holds(h.snapshot.at())
                        && h.snapshot.index().isAfter(to.match());
        long waited = turn.now() - to.behind().orElseThrow().sinceMillis();
        boolean patient = waited < PATIENCE * turn.settings().checkQuorumMillis();
        return useful && isTrusted(turn, h.snapshot, patient);
    }

    /** Whether a state may become another replica's, as far as the voters have spoken. */
    private boolean isTrusted(Turn turn, Snapshot snapshot, boolean patient) {
        Replication r = turn.replication();
        SortedMap<ReplicaId, Fingerprint> here = r.history().at(snapshot.index());
        int agreeing = 0;
        int open = 0;
        boolean contradicted = false;
        for (Progress p : r.progress().values()) {
            Fingerprint said = here.get(p.replica());
            if (said == null) {
                if (mayYetSpeak(turn, p, snapshot.index())) open++;
                continue;
            }
            if (said.contradicts(snapshot.fingerprint())) contradicted = true;
            else if (said.state().equals(snapshot.state())) agreeing++;
            else open++;
        }
        boolean vouched = agreeing >= rules.quorum(turn.roster());
        return rules.mayResynchronise(vouched, contradicted, open > 0 && patient);
    }

    /** True of a voter that has applied that much, and of who may turn out to be one. */
    private boolean mayYetSpeak(Turn turn, Progress p, Index at) {
        if (!isRecent(turn, p)) return false;
        if (p.standing().isEmpty()) return true;
        return counts(turn.replication(), p) && (!p.open() || !p.match().isBefore(at));
    }

    private boolean counts(Replication r, Progress p) {
        return p.standing().isPresent()
                && rules.acknowledgementCounts(p.standing().get(), r.log(), r.founding());
    }

    private static boolean isRecent(Turn turn, Progress p) {
        return turn.now() - p.heardAtMillis() < turn.settings().checkQuorumMillis();
    }

    private static void say(Turn turn, Progress to, Behind.Offer offer) {
        LeaderState s = turn.state();
        turn.send(
                to.replica(),
                new InstallSnapshot(
                        s.term(), s.id(), to.stream(), offer.snapshot(), offer.source()));
    }

    /** Says the offer again; a source that gives nothing more is replaced by another. */
    void onTick(Turn turn, ReplicaId replica) {
        Progress p = turn.replication().progress().get(replica);
        if (p.behind().isEmpty() || !p.open()) return;
        Behind behind = p.behind().get();
        Behind.Offer offer = behind.offer().orElse(null);
        long now = turn.now();
        if (offer == null) {
            boolean again = now - behind.triedAtMillis() >= turn.settings().retransmitMillis();
            if (again) offer(turn, p);
            return;
        }
        if (!turn.replication().log().holds(offer.snapshot().at())) {
            offer(turn, p.behind(behind.anew(now)));
            return;
        }
        if (now - offer.movedAtMillis() >= PATIENCE * turn.settings().checkQuorumMillis()) {
            offer(turn, p.behind(behind.without(offer.source())));
        } else if (now - offer.saidAtMillis() >= turn.settings().retransmitMillis()) {
            turn.become(turn.replication().with(p.behind(behind.said(now))));
            say(turn, p, offer);
        }
    }

    void onProgress(Turn turn, Progress p, SnapshotProgress m) {
        Progress heard = p.heard(m.from(), turn.now());
        turn.become(turn.replication().with(heard));
        Behind behind = p.behind().orElse(null);
        boolean of =
                behind != null
                        && behind.offer()
                                .map(o -> o.snapshot().id())
                                .equals(Optional.of(m.snapshot()));
        if (!of) return;
        // What it says of a source that was replaced meanwhile is late.
        boolean useless =
                m.trouble().isPresent() && behind.offer().orElseThrow().source().equals(m.source());
        if (!useless) {
            Behind moved = behind.moved(m.stored(), turn.now());
            turn.become(turn.replication().with(heard.behind(moved)));
            return;
        }
        turn.act(new LeaderAction.Report(m.from().replica() + ": " + m.trouble().get()));
        offer(turn, heard.behind(behind.without(behind.offer().orElseThrow().source())));
    }

    /** A replica that has what the log begins with is behind no more. */
    void onAcknowledged(Turn turn, ReplicaId replica) {
        Replication r = turn.replication();
        Progress p = r.progress().get(replica);
        if (p.behind().isEmpty()) return;
        Behind.Offer offer = p.behind().get().offer().orElse(null);
        if (!p.match().isBefore(r.log().base().index())) {
            turn.become(r.with(p.caughtUp()));
        } else if (offer != null && !p.match().isBefore(offer.snapshot().index())) {
            // It has what it was offered, and the log was cut further meanwhile.
            offer(turn, p.behind(p.behind().get().anew(turn.now())));
        }
    }

    /** After a replica said something new of what it holds. */
    void onHeld(Turn turn) {
        compact(turn);
        for (Progress p : turn.replication().progress().values()) {
            boolean waiting = p.behind().isPresent() && p.behind().get().offer().isEmpty();
            if (waiting && p.open()) offer(turn, p);
        }
    }

    /** What replicas hold in snapshots, and nobody lacks, need not be in the leader's memory. */
    private void compact(Turn turn) {
        Replication r = turn.replication();
        Index cut = r.log().base().index();
        for (Snapshot s : r.history().held().values()) {
            if (isCut(turn, s)) cut = cut.max(settings.cut(r.log(), s.index()));
        }
        // The home applies what its leader was asked for: nothing of that may pass it by.
        cut = cut.min(r.progress().get(turn.home()).match());
        if (r.log().sizeBytes() <= settings.heldBytesMax()) cut = cut.min(needed(turn));
        if (!cut.isAfter(r.log().base().index())) return;
        turn.become(r.cutBefore(cut));
        for (Progress p : r.progress().values()) {
            turn.become(turn.replication().with(p));
            if (p.open() && !p.next().isAfter(cut)) fallBehind(turn, p.replica());
        }
    }

    /** The last index that every replica which answers has, or will have with what it receives. */
    private static Index needed(Turn turn) {
        Replication r = turn.replication();
        Index needed = r.log().lastId().index();
        for (Progress p : r.progress().values()) {
            if (!p.open() || !isRecent(turn, p)) continue;
            Optional<Behind.Offer> offer = p.behind().flatMap(Behind::offer);
            if (offer.isPresent()) needed = needed.min(offer.get().snapshot().index());
            else if (p.behind().isEmpty()) needed = needed.min(p.match());
        }
        return needed;
    }

    /** Of those that could be offered; when memory runs short, of any. */
    private boolean isCut(Turn turn, Snapshot s) {
        Replication r = turn.replication();
        boolean committed = r.log().holds(s.at()) && !s.index().isAfter(r.commitIndex());
        boolean full = r.log().sizeBytes() > settings.heldBytesMax();
        return committed && (full || isTrusted(turn, s, true));
    }
}
