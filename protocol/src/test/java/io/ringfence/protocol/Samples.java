package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.entry;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.ids;
import static io.ringfence.protocol.Replicas.life;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A sample of everything that the rules speak of; tests walk the sealed types and want one each.
 */
final class Samples {
    private static final Term TERM = Term.of(5);
    private static final StreamId STREAM = new StreamId(2);
    private static final Round ROUND = new Round(9);

    /** Of the first two entries of term 1. */
    static final Snapshot SNAPSHOT = Replicas.snapshot("1/2");

    private Samples() {}

    /** All records below a sealed type. */
    static List<Class<?>> kindsOf(Class<?> sealed) {
        List<Class<?>> kinds = new ArrayList<>();
        if (!sealed.isSealed()) kinds.add(sealed);
        else for (Class<?> each : sealed.getPermittedSubclasses()) kinds.addAll(kindsOf(each));
        return kinds;
    }

    static List<Message.FromLeader> fromLeader(Term term, LeaderId leader) {
        return List.of(
                new Message.RequestVote(term, leader, Replicas.ROSTER),
                new Message.Found(term, leader, FOUNDING),
                new Message.FetchLog(term, leader, life(R2), id("1/2"), id("1/1"), 10, 10_000),
                new Message.OpenStream(term, leader, STREAM, FOUNDING),
                new Message.Append(
                        term, leader, STREAM, id("1/2"), entries("1/3"), Index.of(2), ROUND),
                new Message.InstallSnapshot(term, leader, STREAM, SNAPSHOT, R3),
                new Message.Quarantine(term, leader, STREAM, "it differs from r1 and r3"));
    }

    static List<Message.Answer> answers(Term term, LeaderId leader) {
        Standing r2 = asVoter(R2);
        return List.of(
                new Message.ProbeAnswer(
                        r2,
                        term,
                        leader,
                        new Nonce(7),
                        id("1/2"),
                        Optional.of(L2),
                        Optional.of(FOUNDING)),
                new Message.Granted(
                        r2,
                        term,
                        leader,
                        id("1/2"),
                        Optional.of(SNAPSHOT),
                        Index.of(1),
                        Optional.of(FOUNDING)),
                new Message.VoteTaken(r2, term, leader, L2),
                new Message.Fenced(r2, term, leader, Boundary.APPLY, Term.of(4)),
                new Message.Refused(r2, term, leader, Boundary.VOTE, "a patient grants nothing"),
                new Message.FoundAccepted(r2, term, leader, FOUNDING.group()),
                new Message.LogFetched(r2, term, leader, id("1/1"), entries("1/2")),
                new Message.FetchMismatch(r2, term, leader, id("1/3"), Index.of(2)),
                new Message.StreamOpened(r2, term, leader, STREAM, id("1/2"), Index.of(1)),
                new Message.StreamUnknown(r2, term, leader, STREAM),
                new Message.Appended(r2, term, leader, STREAM, Index.of(2), ROUND),
                new Message.Mismatch(r2, term, leader, STREAM, Index.of(1), ROUND),
                new Message.SnapshotProgress(
                        r2, term, leader, STREAM, SNAPSHOT.id(), R3, 2, Optional.empty()));
    }

    static List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        messages.add(new Message.Probe(new Nonce(7), L1, Replicas.ROSTER));
        messages.addAll(fromLeader(TERM, L1));
        messages.addAll(answers(TERM, L1));
        messages.add(new Message.FetchChunk(R2, TERM, L1, SNAPSHOT.id(), 1));
        messages.add(new Message.ChunkFetched(R3, TERM, L1, SNAPSHOT.id(), 1, Payload.utf8("x")));
        messages.add(new Message.ChunkRefused(R3, TERM, L1, SNAPSHOT.id(), 1, "it is gone"));
        messages.addAll(snapshotLocals());
        messages.add(new Message.Start("r2i1"));
        messages.add(new Message.Tick(10, 20, 30));
        messages.add(new Message.Propose(1, Payload.utf8("x")));
        messages.add(new Message.Mark(2));
        messages.add(new Message.Read(2));
        return messages;
    }

    static List<Message.Local> snapshotLocals() {
        return List.of(
                new Message.Recovered(),
                new Message.FoundAnew("r2i2"),
                new Message.FingerprintTaken(SNAPSHOT.fingerprint()),
                new Message.SnapshotWritten(SNAPSHOT),
                new Message.ChunksFound(SNAPSHOT.id(), 2),
                new Message.ChunkStored(SNAPSHOT.id(), 1),
                new Message.SnapshotChecked(SNAPSHOT.id(), Optional.empty()),
                new Message.SnapshotLost(SNAPSHOT.id(), "chunk 1 is gone"));
    }

    static List<Event> events() {
        return List.of(
                new Event.Started(life(R2)),
                new Event.TermAdvanced(TERM),
                new Event.VoteGranted(TERM, L1),
                new Event.GroupFounded(FOUNDING),
                new Event.EntriesAppended(id("1/1"), entries("1/2"), Index.of(1)),
                new Event.Quarantined("damage"),
                new Event.CureStarted(FOUNDING),
                new Event.Cured(id("2/3")),
                new Event.SnapshotTaken(SNAPSHOT, id("1/1")),
                new Event.SnapshotInstalled(SNAPSHOT),
                new Event.SetApart(FOUNDING.group(), Replicas.secondLife(R2), Term.of(7)));
    }

    private static Message.FetchChunk ask() {
        return new Message.FetchChunk(R2, TERM, L1, SNAPSHOT.id(), 1);
    }

    static List<Action> actions() {
        return List.of(
                new Action.Reply(answers(TERM, L1).get(0)),
                new Action.Keep(Contact.NONE),
                new Action.Apply(Index.of(4)),
                new Action.Reset(),
                new Action.ReportDiscarded(ids("1/2 1/3")),
                new Action.ReportCritical("damage"),
                new Action.Report("a sentence"),
                new Action.TakeFingerprint(id("1/2")),
                new Action.TakeSnapshot(SNAPSHOT.position()),
                new Action.Restore(SNAPSHOT),
                new Action.DropChunks(Index.of(2), List.of(SNAPSHOT.id())),
                new Action.FindChunks(SNAPSHOT),
                new Action.SendPiece(R3, ask()),
                new Action.SendChunk(ask()),
                new Action.StoreChunk(SNAPSHOT.id(), 1, Payload.utf8("x")),
                new Action.CheckSnapshot(SNAPSHOT));
    }

    static List<LeaderAction> leaderActions() {
        return List.of(
                new LeaderAction.Send(R2, fromLeader(TERM, L1).get(0)),
                new LeaderAction.Publish(new ServingState.Serving(TERM)),
                new LeaderAction.Accept(3, id("5/6")),
                new LeaderAction.Reject(4, new Rejection.NotServing("starting")),
                new LeaderAction.AnswerRead(5, Index.of(6)),
                new LeaderAction.Abandon(Index.of(7), "superseded"),
                new LeaderAction.HandOver("no voter"),
                new LeaderAction.Report("a sentence"));
    }

    static List<Rejection> rejections() {
        return List.of(
                new Rejection.NotServing("starting"),
                new Rejection.Overloaded(100),
                new Rejection.TooLarge(9, 8),
                new Rejection.Failed("no such key"),
                new Rejection.BadRequest("no key"));
    }

    static List<ServingState> servingStates() {
        return List.of(
                new ServingState.NotServing("starting"),
                new ServingState.Serving(TERM),
                new ServingState.Poisoned("journal unreadable"));
    }

    static List<Content> contents() {
        return List.of(
                new Content.NoOp(),
                new Content.Mark(),
                entry("1/1").content(),
                new Content.Readmitted(R2, Replicas.secondLife(R2)));
    }
}
