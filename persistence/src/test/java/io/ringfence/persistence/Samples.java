package io.ringfence.persistence;

import io.ringfence.protocol.Boundary;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Founding;
import io.ringfence.protocol.GroupId;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.LogPosition;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Nonce;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Readmission;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Report;
import io.ringfence.protocol.Roster;
import io.ringfence.protocol.Round;
import io.ringfence.protocol.Snapshot;
import io.ringfence.protocol.Standing;
import io.ringfence.protocol.StreamId;
import io.ringfence.protocol.Term;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** At least one value of each kind that has a codec, by the name of its golden file. */
final class Samples {
    static final ReplicaId R1 = ReplicaId.of("r1");
    static final ReplicaId R2 = ReplicaId.of("r2");
    static final Incarnation FIRST = Incarnation.first("9f2c");
    static final Incarnation THIRD = new Incarnation("77aa", 2);
    static final LeaderId L1 = new LeaderId(R1, "L1");
    static final LeaderId L2 = new LeaderId(R2, "L2");
    static final Term TERM = Term.of(7);
    static final Roster ROSTER = Roster.of("orders", "r1", "r2");
    static final Founding FOUNDING =
            new Founding(
                    new GroupId("orders", "b00c"),
                    Term.of(3),
                    new TreeMap<>(Map.of(R1, FIRST, R2, THIRD)));
    static final Founding ANEW =
            new Founding(
                    new GroupId("orders", "ae3f"),
                    Term.of(9),
                    new TreeMap<>(Map.of(R1, FIRST, R2, THIRD)),
                    EntryId.of(7, 45));
    static final Standing VOTER = new Standing(R1, FIRST, Standing.Kind.VOTER);
    static final Standing PATIENT = new Standing(R2, THIRD, Standing.Kind.PATIENT);
    static final Standing UNFOUNDED = new Standing(R2, THIRD, Standing.Kind.UNFOUNDED);
    static final EntryId PREVIOUS = EntryId.of(4, 41);
    static final Index COMMIT = Index.of(40);
    static final StreamId STREAM = new StreamId(12);
    static final Round ROUND = new Round(99);
    static final Snapshot SNAPSHOT =
            new Snapshot(
                    new LogPosition(
                            EntryId.of(3, 2),
                            1_700_000_000_001L,
                            987,
                            List.of(new Readmission(R2, THIRD, EntryId.of(3, 2)))),
                    new Digest("00112233445566778899aabbccddeeff"),
                    new Digest(7, "fedcba98"),
                    new Digest("0123456789abcdef"),
                    3,
                    786_433);

    private Samples() {}

    /** Made anew each time: an entry remembers that it was encoded. */
    static List<Entry> entries() {
        return List.of(
                Entry.of(EntryId.of(4, 42), 1_700_000_000_000L, command("x")),
                Entry.of(EntryId.of(6, 43), 1_700_000_000_001L, new Content.NoOp()),
                Entry.of(EntryId.of(7, 44), 1_700_000_000_001L, command("")),
                Entry.of(EntryId.of(7, 45), 1_700_000_000_002L, new Content.Readmitted(R2, THIRD)),
                Entry.of(EntryId.of(7, 46), 1_700_000_000_002L, new Content.Mark()));
    }

    static Content command(String text) {
        return new Content.Command(Payload.utf8(text));
    }

    static Map<String, Event> events() {
        Map<String, Event> all =
                byName(
                        new Event.Started(FIRST),
                        new Event.TermAdvanced(TERM),
                        new Event.VoteGranted(TERM, L1),
                        new Event.GroupFounded(FOUNDING),
                        new Event.EntriesAppended(PREVIOUS, entries(), COMMIT),
                        new Event.Quarantined("entry 6/43 contradicts the log here — \u2717"),
                        new Event.CureStarted(FOUNDING),
                        new Event.Cured(EntryId.of(7, 45)),
                        new Event.SnapshotTaken(SNAPSHOT, EntryId.of(3, 1)),
                        new Event.SnapshotInstalled(SNAPSHOT),
                        new Event.SetApart(FOUNDING.group(), THIRD, TERM));
        all.put("GroupFounded-anew", new Event.GroupFounded(ANEW));
        return all;
    }

    static Map<String, Message> messages() {
        Map<String, Message> all =
                byName(
                        new Message.Probe(new Nonce(-5), L1, ROSTER),
                        new Message.RequestVote(TERM, L1, ROSTER),
                        new Message.Found(TERM, L1, FOUNDING),
                        new Message.FetchLog(TERM, L1, THIRD, EntryId.of(6, 43), PREVIOUS, 64, 900),
                        new Message.OpenStream(TERM, L1, STREAM, FOUNDING),
                        new Message.Append(TERM, L1, STREAM, PREVIOUS, entries(), COMMIT, ROUND),
                        new Message.ProbeAnswer(
                                VOTER,
                                TERM,
                                L1,
                                new Nonce(-5),
                                PREVIOUS,
                                Optional.of(L2),
                                Optional.of(FOUNDING)),
                        new Message.Granted(
                                VOTER,
                                TERM,
                                L1,
                                PREVIOUS,
                                Optional.of(SNAPSHOT),
                                COMMIT,
                                Optional.of(FOUNDING)),
                        new Message.InstallSnapshot(TERM, L1, STREAM, SNAPSHOT, R2),
                        new Message.Quarantine(TERM, L1, STREAM, "it differs from r1 and r3"),
                        new Message.FetchChunk(R2, TERM, L1, SNAPSHOT.id(), 0),
                        new Message.ChunkFetched(
                                R1, TERM, L1, SNAPSHOT.id(), 2, Payload.utf8("bytes")),
                        new Message.ChunkRefused(R1, TERM, L1, SNAPSHOT.id(), 2, "it is gone"),
                        new Message.SnapshotProgress(
                                PATIENT, TERM, L1, STREAM, SNAPSHOT.id(), R1, 2, Optional.empty()),
                        new Message.VoteTaken(VOTER, TERM, L1, L2),
                        new Message.Fenced(VOTER, TERM, L1, Boundary.APPLY, Term.of(6)),
                        new Message.Refused(
                                PATIENT, TERM, L1, Boundary.FETCH, "a patient hands out no log"),
                        new Message.FoundAccepted(VOTER, TERM, L1, FOUNDING.group()),
                        new Message.LogFetched(VOTER, TERM, L1, PREVIOUS, entries()),
                        new Message.FetchMismatch(VOTER, TERM, L1, PREVIOUS, Index.of(38)),
                        new Message.StreamOpened(VOTER, TERM, L1, STREAM, PREVIOUS, COMMIT),
                        new Message.StreamUnknown(VOTER, TERM, L1, STREAM),
                        new Message.Appended(VOTER, TERM, L1, STREAM, Index.of(45), ROUND),
                        new Message.Mismatch(VOTER, TERM, L1, STREAM, Index.of(38), ROUND));
        all.put(
                "Appended-report",
                new Message.Appended(
                        VOTER,
                        TERM,
                        L1,
                        STREAM,
                        Index.of(45),
                        ROUND,
                        new Report(List.of(SNAPSHOT.fingerprint()), Optional.of(SNAPSHOT))));
        all.put("Found-anew", new Message.Found(Term.of(9), L1, ANEW));
        all.put(
                "FetchMismatch-base",
                new Message.FetchMismatch(
                        VOTER, TERM, L1, PREVIOUS, Index.of(38), SNAPSHOT.position()));
        all.put(
                "SnapshotProgress-trouble",
                new Message.SnapshotProgress(
                        PATIENT,
                        TERM,
                        L1,
                        STREAM,
                        SNAPSHOT.id(),
                        R1,
                        0,
                        Optional.of("r1 does not hold it")));
        all.put(
                "Append-heartbeat",
                new Message.Append(TERM, L1, STREAM, PREVIOUS, List.of(), COMMIT, ROUND));
        all.put(
                "ProbeAnswer-blank",
                new Message.ProbeAnswer(
                        UNFOUNDED,
                        Term.ZERO,
                        L1,
                        new Nonce(0),
                        EntryId.ZERO,
                        Optional.empty(),
                        Optional.empty()));
        all.put(
                "Granted-blank",
                new Message.Granted(
                        UNFOUNDED,
                        TERM,
                        L1,
                        EntryId.ZERO,
                        Optional.empty(),
                        Index.ZERO,
                        Optional.empty()));
        return all;
    }

    static Map<String, FollowerState> states() {
        FollowerState founded =
                FollowerState.blank(R1)
                        .apply(new Event.Started(FIRST))
                        .apply(new Event.VoteGranted(Term.of(3), L1))
                        .apply(new Event.GroupFounded(FOUNDING));
        List<Entry> first =
                List.of(
                        Entry.of(EntryId.of(3, 1), 1_700_000_000_000L, new Content.NoOp()),
                        Entry.of(EntryId.of(3, 2), 1_700_000_000_001L, command("x")));
        FollowerState writing =
                founded.apply(new Event.EntriesAppended(EntryId.ZERO, first, Index.of(1)));
        Map<String, FollowerState> states = new TreeMap<>();
        states.put("FollowerState", writing);
        FollowerState installed = founded.apply(new Event.SnapshotInstalled(SNAPSHOT));
        List<Entry> rest =
                List.of(Entry.of(EntryId.of(3, 3), 1_700_000_000_002L, new Content.NoOp()));
        states.put(
                "FollowerState-snapshot",
                installed.apply(new Event.EntriesAppended(EntryId.of(3, 2), rest, Index.of(2))));
        states.put("FollowerState-blank", FollowerState.blank(R1));
        states.put(
                "FollowerState-quarantined",
                writing.apply(new Event.TermAdvanced(TERM))
                        .apply(new Event.Quarantined("digests differ at 2"))
                        .apply(new Event.CureStarted(FOUNDING)));
        states.put(
                "FollowerState-apart",
                writing.apply(new Event.SetApart(FOUNDING.group(), THIRD, TERM)));
        return states;
    }

    /** What the shell tells the rules of its own node. */
    static List<Message.Local> locals() {
        return List.of(
                new Message.Start("9f2c"),
                new Message.Recovered(),
                new Message.FoundAnew("77ab"),
                new Message.FingerprintTaken(SNAPSHOT.fingerprint()),
                new Message.SnapshotWritten(SNAPSHOT),
                new Message.ChunksFound(SNAPSHOT.id(), 2),
                new Message.ChunkStored(SNAPSHOT.id(), 1),
                new Message.SnapshotChecked(SNAPSHOT.id(), Optional.empty()),
                new Message.SnapshotLost(SNAPSHOT.id(), "chunk 1 is gone"),
                new Message.Tick(1, 2, 3),
                new Message.Mark(8),
                new Message.Propose(1, Payload.utf8("x")),
                new Message.Read(2));
    }

    @SafeVarargs
    private static <T> Map<String, T> byName(T... values) {
        Map<String, T> all = new TreeMap<>();
        for (T value : values) all.put(value.getClass().getSimpleName(), value);
        return all;
    }
}
