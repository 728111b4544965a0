package io.ringfence.protocol;

import io.ringfence.protocol.Message.FetchChunk;
import io.ringfence.protocol.Message.SnapshotLost;
import io.ringfence.protocol.Message.SnapshotWritten;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The rules of a replica's own snapshots and fingerprints: where they are taken, what stays of the
 * log, who may read them (design §7).
 */
final class FollowerSnapshots {
    /** Older positions are of no use: each replica reports the newest that it passed. */
    private static final int FINGERPRINTS_MAX = 8;

    /** A snapshot that is read goes on being kept for so many retransmissions without a word. */
    private static final int LENT_RETRANSMISSIONS = 10;

    private final SafetyRules rules;
    private final SnapshotSettings settings;

    FollowerSnapshots(SafetyRules rules, SnapshotSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /**
     * Applies what lies behind {@code from} up to {@code to}, and stops at each position where
     * something is to be taken, so that the machine's state there is the state at that very entry.
     */
    List<Action> applying(FollowerState s, Index from, Index to) {
        List<Action> actions = new ArrayList<>();
        Index applied = Index.ZERO;
        // Nothing is taken by a patient: its word counts for nothing (design §4).
        if (s.standing().isVoter()) {
            Index snapshot = rules.newestPosition(settings, s.log(), from, to);
            for (Index at : positions(snapshot, from, to)) {
                actions.add(new Action.Apply(at));
                EntryId id = s.log().idAt(at).orElseThrow();
                actions.add(new Action.TakeFingerprint(id));
                if (at.equals(snapshot)) {
                    actions.add(new Action.TakeSnapshot(rules.stamp(s.log(), at)));
                }
                applied = at;
            }
        }
        if (to.isAfter(applied)) actions.add(new Action.Apply(to));
        return actions;
    }

    private TreeSet<Index> positions(Index snapshot, Index from, Index to) {
        TreeSet<Index> positions = new TreeSet<>();
        if (snapshot.value() > 0) positions.add(snapshot);
        long every = settings.fingerprintEveryEntries();
        Index at = SnapshotSettings.newestMultiple(every, from, to);
        for (int i = 0; i < FINGERPRINTS_MAX && at.isAfter(from); i++) {
            positions.add(at);
            at = Index.of(Math.max(0, at.value() - every));
        }
        return positions;
    }

    /** The machine goes on from its snapshot, and applies what is known to be committed. */
    Decision onRecovered(FollowerState s, Contact contact) {
        List<Action> actions = new ArrayList<>();
        Index from = Index.ZERO;
        if (s.snapshot().isPresent()) {
            Snapshot snapshot = s.snapshot().get();
            actions.add(drop(s, contact, snapshot.index()));
            actions.add(new Action.Restore(snapshot));
            from = snapshot.index();
        }
        if (s.commitIndex().isAfter(from)) actions.addAll(applying(s, from, s.commitIndex()));
        return new Decision(List.of(), actions);
    }

    /** It becomes real by the event that names it, and the log may be cut (design §3). */
    Decision onWritten(FollowerState s, Contact contact, SnapshotWritten m) {
        Snapshot taken = m.snapshot();
        boolean newer =
                s.snapshot().isEmpty() || s.snapshot().get().index().isBefore(taken.index());
        // A cure that was begun meanwhile dropped the log that it was taken of.
        if (!newer || !s.standing().isVoter() || !s.log().holds(taken.at())) {
            return Decision.act(drop(s, contact, taken.index()));
        }
        EntryId base = s.log().idAt(settings.cut(s.log(), taken.index())).orElseThrow();
        List<Event> events = List.of(new Event.SnapshotTaken(taken, base));
        FollowerState after = Follower.fold(s, events);
        return new Decision(
                events,
                List.of(new Action.Keep(contact.holding()), drop(after, contact, taken.index())));
    }

    /** What no event names, nobody reads and nobody is receiving is rubbish. */
    Action drop(FollowerState s, Contact contact, Index upTo) {
        List<SnapshotId> except = new ArrayList<>();
        s.snapshot().ifPresent(named -> except.add(named.id()));
        contact.transfer().ifPresent(t -> except.add(t.snapshot().id()));
        contact.lent().ifPresent(lent -> except.add(lent.snapshot()));
        return new Action.DropChunks(upTo, except);
    }

    /** What is being read stays until nobody has asked for it for some time. */
    List<Action> onTick(FollowerState s, Contact contact) {
        if (contact.lent().isEmpty()) return List.of(new Action.Keep(contact));
        long silent = contact.nowMillis() - contact.lent().get().atMillis();
        if (silent < LENT_RETRANSMISSIONS * settings.retransmitMillis()) {
            return List.of(new Action.Keep(contact));
        }
        Contact returned = contact.returned();
        Index upTo = contact.lent().get().snapshot().index();
        return List.of(new Action.Keep(returned), drop(s, returned, upTo));
    }

    /** Pieces are named by their content: whoever asks, in whatever term, gets those very bytes. */
    Decision onFetchChunk(FollowerState s, Contact contact, FetchChunk m) {
        boolean held =
                s.snapshot().map(Snapshot::id).equals(Optional.of(m.snapshot()))
                        || contact.lent()
                                .map(Contact.Lent::snapshot)
                                .equals(Optional.of(m.snapshot()));
        if (held && s.standing().isVoter()) {
            return Decision.act(
                    new Action.Keep(contact.lending(m.snapshot())), new Action.SendChunk(m));
        }
        String reason = s.replica() + " does not hold the snapshot " + m.snapshot();
        return Decision.act(
                new Action.SendPiece(
                        m.from(),
                        new Message.ChunkRefused(
                                s.replica(),
                                m.term(),
                                m.leader(),
                                m.snapshot(),
                                m.chunk(),
                                reason)));
    }

    /** What was cut off the log is nowhere here any more: others have to cure this replica. */
    Decision onLost(FollowerState s, Contact contact, SnapshotLost m) {
        boolean own = s.snapshot().map(Snapshot::id).equals(Optional.of(m.snapshot()));
        if (!own || s.cure().quarantine().isPresent()) return Decision.NOTHING;
        return Follower.quarantine(
                contact, "the snapshot " + m.snapshot() + " is lost: " + m.reason());
    }

    /** A patient's word on its history counts for nothing. */
    static Report report(FollowerState s, Contact contact, boolean beat) {
        if (!s.standing().isVoter()) return Report.NONE;
        Contact.Untold untold = contact.untold();
        boolean telling = beat || untold.snapshot();
        return new Report(untold.fingerprints(), telling ? s.snapshot() : Optional.empty());
    }
}
