package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.takingAndFollowing;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Snapshots at each fourth entry, fingerprints at each second, two entries of tail. */
class FollowerSnapshotsTest {
    private static final String SIX = "1/1 1/2 1/3 1/4 1/5 1/6";

    private static Snapshot taken(String log, long at) {
        return snapshot(log(log).position(Index.of(at)));
    }

    /** r2 has six entries, all committed, and the snapshot at 4. */
    private static ReplicaScene holding() {
        return takingAndFollowing(1, SIX, 6).on(new Message.SnapshotWritten(taken(SIX, 4)));
    }

    private static Message.FetchChunk fetch(SnapshotId id, int chunk) {
        return new Message.FetchChunk(R3, Term.of(1), L1, id, chunk);
    }

    @Test
    @DisplayName("N1 It is taken between two applies, so that the state is that of its very entry")
    void itIsTakenBetweenTwoApplies() {
        ReplicaScene r2 = takingAndFollowing(1, "1/1", 1);
        r2.on(append(1, L1, "1/1", "1/2 1/3 1/4 1/5", 5));
        assertThat(r2.actions().subList(1, 7))
                .isEqualTo(
                        List.of(
                                new Action.Apply(Index.of(2)),
                                new Action.TakeFingerprint(id("1/2")),
                                new Action.Apply(Index.of(4)),
                                new Action.TakeFingerprint(id("1/4")),
                                new Action.TakeSnapshot(log(SIX).position(Index.of(4))),
                                new Action.Apply(Index.of(5))));
    }

    @Test
    void aPositionThatWasPassedIsNotPassedAgain() {
        ReplicaScene r2 = takingAndFollowing(1, "1/1 1/2 1/3 1/4", 4);
        r2.on(append(1, L1, "1/4", "1/5", 5));
        assertThat(r2.actions(Action.TakeSnapshot.class)).isEmpty();
        assertThat(r2.actions(Action.TakeFingerprint.class)).isEmpty();
        assertThat(r2.actions(Action.Apply.class)).containsExactly(new Action.Apply(Index.of(5)));
    }

    @Test
    void ofManyPositionsPassedAtOnceTheNewestSnapshotIsTaken() {
        ReplicaScene r2 = takingAndFollowing(1, "1/1", 1);
        r2.on(append(1, L1, "1/1", "1/2 1/3 1/4 1/5 1/6 1/7 1/8 1/9", 9));
        assertThat(r2.actions(Action.TakeSnapshot.class)).hasSize(1);
        assertThat(r2.actions(Action.TakeSnapshot.class).get(0).at().id()).isEqualTo(id("1/8"));
        assertThat(r2.actions(Action.TakeFingerprint.class)).hasSize(4);
    }

    @Test
    void nothingIsTakenByAPatient() {
        ReplicaScene r2 = ReplicaScene.taking(Replicas.patient(R2, 1));
        r2.on(ReplicaScene.open(1, L1, 1)).on(append(1, L1, "0/0", SIX, 6));
        assertThat(r2.actions(Action.Apply.class)).containsExactly(new Action.Apply(Index.of(6)));
        assertThat(r2.actions(Action.TakeSnapshot.class)).isEmpty();
        assertThat(r2.actions(Action.TakeFingerprint.class)).isEmpty();
    }

    @Test
    void withoutSettingsNothingIsTaken() {
        ReplicaScene r2 = ReplicaScene.following(1, "1/1", 1);
        r2.on(append(1, L1, "1/1", "1/2 1/3 1/4 1/5", 5));
        assertThat(r2.actions(Action.Apply.class)).containsExactly(new Action.Apply(Index.of(5)));
        assertThat(r2.actions()).hasSize(3);
    }

    @Test
    @DisplayName(
            "N14 It becomes real by its event, and only then the log is cut and the rest removed")
    void itBecomesRealByItsEvent() {
        ReplicaScene r2 = holding();
        Snapshot snapshot = taken(SIX, 4);
        assertThat(r2.events()).isEqualTo(List.of(new Event.SnapshotTaken(snapshot, id("1/2"))));
        assertThat(r2.state().log().base()).isEqualTo(id("1/2"));
        assertThat(r2.state().snapshot()).contains(snapshot);
        assertThat(r2.actions(Action.DropChunks.class))
                .containsExactly(new Action.DropChunks(Index.of(4), List.of(snapshot.id())));
    }

    @Test
    void oneThatIsOlderOrOfALogThatIsGoneIsRubbish() {
        ReplicaScene r2 = holding().on(new Message.SnapshotWritten(taken(SIX, 3)));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions())
                .containsExactly(new Action.DropChunks(Index.of(3), List.of(taken(SIX, 4).id())));
        r2.on(new Message.SnapshotWritten(snapshot("2/6")));
        assertThat(r2.events()).isEmpty();
        ReplicaScene patient = ReplicaScene.taking(Replicas.patient(R2, 1));
        patient.on(new Message.SnapshotWritten(taken(SIX, 4)));
        assertThat(patient.events()).isEmpty();
    }

    @Test
    @DisplayName("N14 A start goes on from the snapshot, and removes what is older")
    void aStartGoesOnFromTheSnapshot() {
        ReplicaScene r2 = ReplicaScene.taking(holding().state()).on(new Message.Recovered());
        Snapshot snapshot = taken(SIX, 4);
        assertThat(r2.actions())
                .isEqualTo(
                        List.of(
                                new Action.DropChunks(Index.of(4), List.of(snapshot.id())),
                                new Action.Restore(snapshot),
                                new Action.Apply(Index.of(6)),
                                new Action.TakeFingerprint(id("1/6"))));
    }

    @Test
    void aStartWithoutASnapshotAppliesWhatIsCommitted() {
        ReplicaScene r2 = ReplicaScene.of(Replicas.voter(R2, 1, Optional.of(L1), SIX, 5));
        assertThat(r2.on(new Message.Recovered()).actions())
                .containsExactly(new Action.Apply(Index.of(5)));
        ReplicaScene blank = ReplicaScene.taking(FollowerState.blank(R2));
        assertThat(blank.on(new Message.Recovered()).actions()).isEmpty();
    }

    @Test
    void aSnapshotThatIsLostMakesAPatient() {
        ReplicaScene r2 = holding();
        r2.on(new Message.SnapshotLost(snapshot("1/3").id(), "of another"));
        assertThat(r2.events()).isEmpty();
        r2.on(new Message.SnapshotLost(taken(SIX, 4).id(), "chunk 1 is gone"));
        assertThat(r2.state().standing().isPatient()).isTrue();
        assertThat(r2.actions(Action.ReportCritical.class)).hasSize(1);
        Incarnation now = r2.state().standing().incarnation();
        r2.on(new Message.SnapshotLost(taken(SIX, 4).id(), "chunk 1 is gone"));
        assertThat(r2.state().standing().incarnation()).isEqualTo(now);
    }

    @Test
    void itsPiecesAreSentToWhoAsks() {
        SnapshotId id = taken(SIX, 4).id();
        ReplicaScene r2 = holding().on(fetch(id, 1));
        assertThat(r2.actions(Action.SendChunk.class))
                .containsExactly(new Action.SendChunk(fetch(id, 1)));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("§13.7 Pieces of another snapshot, even at that entry, are refused")
    void piecesOfAnotherSnapshotAreRefused() {
        SnapshotId other = new SnapshotId(id("1/4"), new Digest("dd"));
        ReplicaScene r2 = holding().on(fetch(other, 1));
        assertThat(r2.actions(Action.SendChunk.class)).isEmpty();
        Action.SendPiece sent = r2.actions(Action.SendPiece.class).get(0);
        assertThat(sent.to()).isEqualTo(R3);
        assertThat(sent.message()).isInstanceOf(Message.ChunkRefused.class);
    }

    @Test
    void aPatientHandsOutNothing() {
        ReplicaScene r2 = holding();
        SnapshotId id = taken(SIX, 4).id();
        r2.on(new Message.Quarantine(Term.of(1), L1, new StreamId(1), "it differs"));
        assertThat(r2.state().standing().isPatient()).isTrue();
        assertThat(r2.on(fetch(id, 1)).actions(Action.SendChunk.class)).isEmpty();
    }

    @Test
    @DisplayName("N8 What is being read stays, though a newer one was taken, until nobody asks")
    void whatIsReadStays() {
        ReplicaScene r2 = holding();
        SnapshotId old = taken(SIX, 4).id();
        r2.at(100).on(fetch(old, 0));
        r2.on(append(1, L1, "1/6", "1/7 1/8", 8));
        Snapshot newer = snapshot(r2.state().log().position(Index.of(8)));
        r2.on(new Message.SnapshotWritten(newer));
        assertThat(r2.actions(Action.DropChunks.class).get(0).except())
                .containsExactly(newer.id(), old);
        assertThat(r2.on(fetch(old, 1)).actions(Action.SendChunk.class)).hasSize(1);
        assertThat(r2.at(3_099).actions(Action.DropChunks.class)).isEmpty();
        assertThat(r2.at(3_100).actions(Action.DropChunks.class))
                .containsExactly(new Action.DropChunks(Index.of(4), List.of(newer.id())));
        assertThat(r2.on(fetch(old, 2)).actions(Action.SendChunk.class)).isEmpty();
    }

    @Test
    void itIsReportedOnBeatsAndWhenItIsNew() {
        ReplicaScene r2 = holding();
        Optional<Snapshot> held = Optional.of(taken(SIX, 4));
        assertThat(reported(r2.on(append(1, L1, "1/6", "1/7", 6))).snapshot()).isEqualTo(held);
        assertThat(reported(r2.on(append(1, L1, "1/7", "1/8", 6)))).isEqualTo(Report.NONE);
        assertThat(reported(r2.on(append(1, L1, "1/8", "", 6))).snapshot()).isEqualTo(held);
    }

    @Test
    @DisplayName("N11 Fingerprints are reported once, the newest eight of them")
    void fingerprintsAreReportedOnce() {
        ReplicaScene r2 = takingAndFollowing(1, SIX, 6);
        for (int i = 1; i <= 9; i++) {
            Fingerprint f = new Fingerprint(EntryId.of(1, i), new Digest("0" + i), Digest.NONE);
            r2.on(new Message.FingerprintTaken(f));
        }
        List<Fingerprint> first = reported(r2.on(append(1, L1, "1/6", "", 6))).fingerprints();
        assertThat(first).hasSize(8);
        assertThat(first.get(0).index()).isEqualTo(Index.of(2));
        assertThat(reported(r2.on(append(1, L1, "1/6", "", 6))).fingerprints()).isEmpty();
    }

    @Test
    void aPatientReportsNothing() {
        ReplicaScene r2 = ReplicaScene.taking(Replicas.patient(R2, 1));
        r2.on(new Message.FingerprintTaken(snapshot("1/4").fingerprint()));
        r2.on(ReplicaScene.open(1, L1, 1)).on(append(1, L1, "0/0", SIX, 6));
        assertThat(reported(r2)).isEqualTo(Report.NONE);
    }

    private static Report reported(ReplicaScene scene) {
        return scene.answer(Message.Appended.class).report();
    }

    @Test
    @DisplayName("N11 Who differs from a quorum is a patient from then on, durably")
    void whoDiffersIsAPatient() {
        ReplicaScene r2 = takingAndFollowing(1, SIX, 6);
        r2.on(new Message.Quarantine(Term.of(1), L1, new StreamId(1), "it differs"));
        assertThat(r2.events()).isEqualTo(List.of(new Event.Quarantined("it differs")));
        assertThat(r2.actions(Action.ReportCritical.class)).hasSize(1);
        assertThat(r2.contact().leader()).isEmpty();
        Message.Quarantine again =
                new Message.Quarantine(Term.of(1), L1, new StreamId(1), "it differs");
        assertThat(r2.on(again).answer()).isInstanceOf(Message.StreamUnknown.class);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("F3 A verdict of an older term is fenced")
    void aVerdictOfAnOlderTermIsFenced() {
        ReplicaScene r2 = takingAndFollowing(5, SIX, 6);
        r2.on(new Message.Quarantine(Term.of(4), L1, new StreamId(1), "it differs"));
        assertThat(r2.answer()).isInstanceOf(Message.Fenced.class);
        assertThat(r2.state().standing().isVoter()).isTrue();
    }
}
