package io.ringfence.protocol;

import io.ringfence.protocol.Message.ChunkFetched;
import io.ringfence.protocol.Message.ChunkRefused;
import io.ringfence.protocol.Message.ChunkStored;
import io.ringfence.protocol.Message.ChunksFound;
import io.ringfence.protocol.Message.InstallSnapshot;
import io.ringfence.protocol.Message.Piece;
import io.ringfence.protocol.Message.SnapshotChecked;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a snapshot that is received: a leader offers it, and this replica asks its source
 * for the pieces, a few at a time, until they are whole and checked (design §7).
 */
final class FollowerInstall {
    private final SafetyRules rules;
    private final SnapshotSettings settings;
    private final FollowerSnapshots snapshots;

    FollowerInstall(SafetyRules rules, SnapshotSettings settings, FollowerSnapshots snapshots) {
        this.rules = rules;
        this.settings = settings;
        this.snapshots = snapshots;
    }

    Decision onOffer(FollowerState s, Contact contact, InstallSnapshot m) {
        if (!rules.streamIsOpen(contact, m.leader(), m.term(), m.stream())) {
            return Follower.reply(
                    new Message.StreamUnknown(s.standing(), s.term(), m.leader(), m.stream()));
        }
        Snapshot offered = m.snapshot();
        if (offered.at().epoch().isAfter(m.term())) {
            String reason = "snapshot " + offered.at() + " is newer than its term " + m.term();
            return Follower.refuse(s, m.leader(), Boundary.SNAPSHOT, reason);
        }
        Contact heard = contact.heard(Index.ZERO);
        if (rules.covers(s, commit(s, contact), offered.at())) return held(s, heard, offered);
        Optional<Transfer> running = contact.transfer();
        if (running.isPresent() && running.get().isOf(offered.id())) {
            Transfer same = running.get().from(m.source());
            List<Action> actions = going(s, heard, same);
            actions.add(progress(s, heard, same));
            return new Decision(List.of(), actions);
        }
        // Of one stream, offers only ever move on: this one is late.
        if (running.isPresent() && offered.index().isBefore(running.get().snapshot().index())) {
            return Decision.act(new Action.Keep(heard));
        }
        return begin(s, heard, Transfer.begin(offered, m.source()));
    }

    private static Index commit(FollowerState s, Contact contact) {
        return s.commitIndex().max(contact.commitIndex());
    }

    /** What the log holds already needs no snapshot: it is acknowledged (§13.6). */
    private Decision held(FollowerState s, Contact contact, Snapshot offered) {
        Index known = commit(s, contact);
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Keep(contact.withoutTransfer().heard(offered.index()).told()));
        if (offered.index().isAfter(known)) {
            actions.addAll(snapshots.applying(s, known, offered.index()));
        }
        actions.add(acknowledged(s, contact, offered));
        return new Decision(List.of(), actions);
    }

    private static Action acknowledged(FollowerState s, Contact contact, Snapshot at) {
        return new Action.Reply(
                new Message.Appended(
                        s.standing(),
                        s.term(),
                        contact.leader().orElseThrow(),
                        contact.stream(),
                        at.index(),
                        Round.ZERO,
                        FollowerSnapshots.report(s, contact, true)));
    }

    private Decision begin(FollowerState s, Contact contact, Transfer fresh) {
        List<Action> actions = new ArrayList<>();
        Contact now = contact.with(fresh);
        actions.add(new Action.Keep(now));
        contact.transfer()
                .ifPresent(t -> actions.add(snapshots.drop(s, now, t.snapshot().index())));
        actions.add(new Action.FindChunks(fresh.snapshot()));
        actions.add(progress(s, now, fresh));
        return new Decision(List.of(), actions);
    }

    private static Action progress(FollowerState s, Contact contact, Transfer t) {
        return new Action.Reply(
                new Message.SnapshotProgress(
                        s.standing(),
                        s.term(),
                        contact.leader().orElseThrow(),
                        contact.stream(),
                        t.snapshot().id(),
                        t.source(),
                        t.stored(),
                        t.trouble()));
    }

    /** Remembers how far it is, and asks for what comes next. */
    private List<Action> going(FollowerState s, Contact contact, Transfer t) {
        List<Integer> wanted = t.wanted(settings.chunksInFlightMax());
        Transfer asked = t.asked(wanted, contact.nowMillis());
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Keep(contact.with(asked)));
        actions.addAll(asks(s, contact, asked, wanted));
        return actions;
    }

    private static List<Action> asks(
            FollowerState s, Contact contact, Transfer t, List<Integer> chunks) {
        List<Action> actions = new ArrayList<>();
        LeaderId leader = contact.leader().orElseThrow();
        for (int chunk : chunks) {
            Message.FetchChunk ask =
                    new Message.FetchChunk(
                            s.replica(), contact.term(), leader, t.snapshot().id(), chunk);
            actions.add(new Action.SendPiece(t.source(), ask));
        }
        return actions;
    }

    /** As {@link #going}, or on to the check once all is stored. */
    private Decision advanced(FollowerState s, Contact contact, Transfer t) {
        List<Action> actions = going(s, contact, t);
        if (t.stage() == Transfer.Stage.CHECKING) {
            actions.add(new Action.CheckSnapshot(t.snapshot()));
        }
        return new Decision(List.of(), actions);
    }

    Decision onChunksFound(FollowerState s, Contact contact, ChunksFound m) {
        Transfer t = running(contact, m.snapshot(), Transfer.Stage.FINDING);
        return t == null ? Decision.NOTHING : advanced(s, contact, t.found(m.stored()));
    }

    /** The transfer that is meant, if it is there and so far; else what is said of it is late. */
    private static Transfer running(Contact contact, SnapshotId id, Transfer.Stage stage) {
        Transfer t = contact.transfer().orElse(null);
        return t != null && t.isOf(id) && t.stage() == stage ? t : null;
    }

    /** A piece of an older term's offer, or of another snapshot, changes nothing (F3, §13.7). */
    Decision onFetched(FollowerState s, Contact contact, ChunkFetched m) {
        Transfer t = asked(s, contact, m);
        if (t == null) return Decision.NOTHING;
        return Decision.act(
                new Action.Keep(contact.with(t.fetched(m.chunk()))),
                new Action.StoreChunk(m.snapshot(), m.chunk(), m.bytes()));
    }

    /** The leader may know another source; until it says so, the same one is asked again. */
    Decision onRefused(FollowerState s, Contact contact, ChunkRefused m) {
        Transfer t = asked(s, contact, m);
        if (t == null || !t.source().equals(m.from())) return Decision.NOTHING;
        Transfer troubled = t.troubled(m.reason());
        return Decision.act(
                new Action.Keep(contact.with(troubled)), progress(s, contact, troubled));
    }

    private Transfer asked(FollowerState s, Contact contact, Piece m) {
        TermFence.Verdict verdict = rules.classify(s, Boundary.SNAPSHOT, m.term());
        if (verdict instanceof TermFence.Fenced || !contact.isOf(m.leader(), m.term())) return null;
        Transfer t = running(contact, m.snapshot(), Transfer.Stage.FETCHING);
        return t != null && t.asked().containsKey(m.chunk()) ? t : null;
    }

    Decision onStored(FollowerState s, Contact contact, ChunkStored m) {
        Transfer t = running(contact, m.snapshot(), Transfer.Stage.FETCHING);
        if (t == null || !t.storing().contains(m.chunk())) return Decision.NOTHING;
        return advanced(s, contact, t.stored(m.chunk()));
    }

    /** Whole and sound, it replaces the log up to its entry; else all of it is asked for again. */
    Decision onChecked(FollowerState s, Contact contact, SnapshotChecked m) {
        Transfer t = running(contact, m.snapshot(), Transfer.Stage.CHECKING);
        if (t == null) return Decision.NOTHING;
        if (!rules.isSound(m)) return again(s, contact, t, m.flaw().orElse("it is not sound"));
        // Entries may have come another way meanwhile.
        if (rules.covers(s, commit(s, contact), t.snapshot().at())) {
            return held(s, contact, t.snapshot());
        }
        return install(s, contact, t.snapshot());
    }

    private Decision again(FollowerState s, Contact contact, Transfer t, String flaw) {
        Transfer fresh = Transfer.begin(t.snapshot(), t.source()).troubled(flaw);
        List<Action> actions = new ArrayList<>();
        Contact without = contact.withoutTransfer();
        actions.add(
                new Action.Report("the snapshot " + t.snapshot().id() + " is refused: " + flaw));
        actions.add(snapshots.drop(s, without, t.snapshot().index()));
        Decision begun = begin(s, without, fresh);
        actions.addAll(begun.actions());
        return new Decision(List.of(), actions);
    }

    private Decision install(FollowerState s, Contact contact, Snapshot snapshot) {
        List<Event> events = new ArrayList<>();
        events.add(new Event.SnapshotInstalled(snapshot));
        FollowerState after = Follower.fold(s, events);
        if (after.standing().isPatient()) {
            Optional<EntryId> cured = rules.cure(after, after.commitIndex());
            cured.ifPresent(at -> events.add(new Event.Cured(at)));
            after = Follower.fold(s, events);
        }
        List<Action> actions = new ArrayList<>();
        List<EntryId> discarded = discarded(s.log(), snapshot.at());
        if (!discarded.isEmpty()) actions.add(new Action.ReportDiscarded(discarded));
        Contact now = contact.withoutTransfer().heard(snapshot.index()).holding();
        actions.add(new Action.Keep(now));
        actions.add(new Action.Restore(snapshot));
        actions.add(snapshots.drop(after, now, snapshot.index()));
        actions.add(acknowledged(after, now, snapshot));
        return new Decision(events, actions);
    }

    /** Of a log that does not hold the snapshot's entry: what stands in its place, and behind. */
    private static List<EntryId> discarded(Log log, EntryId at) {
        boolean beyond = !log.lastId().index().isBefore(at.index());
        return beyond && !log.holds(at)
                ? log.idsAfter(Index.of(at.index().value() - 1))
                : List.of();
    }

    /** Asks again for what has not come. */
    List<Action> onTick(FollowerState s, Contact contact) {
        if (contact.transfer().isEmpty()) return List.of();
        Transfer t = contact.transfer().get();
        List<Integer> overdue = t.overdue(contact.nowMillis(), settings.retransmitMillis());
        if (overdue.isEmpty()) return List.of();
        Transfer asked = t.asked(overdue, contact.nowMillis());
        List<Action> actions = new ArrayList<>();
        actions.add(new Action.Keep(contact.with(asked)));
        actions.addAll(asks(s, contact, asked, overdue));
        return actions;
    }
}
