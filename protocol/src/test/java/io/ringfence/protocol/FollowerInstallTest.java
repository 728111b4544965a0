package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.takingAndFollowing;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.ids;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A snapshot of three pieces is offered to r2, which follows L1 in term 5; two may be asked for.
 */
class FollowerInstallTest {
    private static final Snapshot AT_9 = snapshot("5/9");

    private final ReplicaScene r2 = takingAndFollowing(5, "1/1 1/2 1/3", 2);

    private static Message.InstallSnapshot offer(Snapshot snapshot, ReplicaId source) {
        return new Message.InstallSnapshot(Term.of(5), L1, new StreamId(1), snapshot, source);
    }

    private static Message.ChunkFetched piece(long term, SnapshotId id, int chunk) {
        return new Message.ChunkFetched(R3, Term.of(term), L1, id, chunk, Payload.utf8("x"));
    }

    /** The first two pieces were asked for. */
    private ReplicaScene fetching() {
        return r2.on(offer(AT_9, R3)).on(new Message.ChunksFound(AT_9.id(), 0));
    }

    private ReplicaScene checking() {
        fetching();
        for (int chunk = 0; chunk < 3; chunk++) {
            r2.on(piece(5, AT_9.id(), chunk)).on(new Message.ChunkStored(AT_9.id(), chunk));
        }
        assertThat(r2.actions(Action.CheckSnapshot.class))
                .containsExactly(new Action.CheckSnapshot(AT_9));
        return r2;
    }

    private List<Integer> asked() {
        return r2.actions(Action.SendPiece.class).stream()
                .map(send -> ((Message.FetchChunk) send.message()).chunk())
                .toList();
    }

    @Test
    void anOfferIsLookedForInTheStoreFirst() {
        r2.on(offer(AT_9, R3));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions(Action.FindChunks.class))
                .containsExactly(new Action.FindChunks(AT_9));
        Message.SnapshotProgress said = r2.answer(Message.SnapshotProgress.class);
        assertThat(said.snapshot()).isEqualTo(AT_9.id());
        assertThat(said.stored()).isZero();
        assertThat(said.trouble()).isEmpty();
    }

    @Test
    void itShowsHowFarItIsInBytes() {
        assertThat(r2.contact().resync()).isEmpty();
        fetching();
        assertThat(r2.contact().resync()).contains(new Resync(AT_9.at(), R3, 0, AT_9.bytes()));
        r2.on(piece(5, AT_9.id(), 1)).on(new Message.ChunkStored(AT_9.id(), 1));
        assertThat(r2.contact().resync())
                .contains(new Resync(AT_9.at(), R3, AT_9.bytes() / 3, AT_9.bytes()));
    }

    @Test
    void anOfferOfAnUnknownStreamIsRefused() {
        r2.on(new Message.InstallSnapshot(Term.of(5), L1, new StreamId(2), AT_9, R3));
        assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);
        assertThat(r2.contact().transfer()).isEmpty();
    }

    @Test
    void aSnapshotNewerThanItsTermIsRefused() {
        r2.on(offer(snapshot("6/9"), R3));
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.SNAPSHOT);
    }

    @ParameterizedTest
    @CsvSource({"1/1", "1/2", "5/1"})
    @DisplayName("§13.6 One at or below the commit index is ignored and acknowledged")
    void oneBelowTheCommitIndexIsAcknowledged(String at) {
        r2.on(offer(snapshot(at), R3));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(id(at).index());
        assertThat(r2.contact().transfer()).isEmpty();
        assertThat(r2.actions(Action.Apply.class)).isEmpty();
    }

    @Test
    @DisplayName("§13.6 One whose entry the log holds is not needed; it says what is committed")
    void oneThatTheLogHoldsIsNotNeeded() {
        r2.on(offer(snapshot("1/3"), R3));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(3));
        assertThat(r2.actions(Action.Apply.class)).containsExactly(new Action.Apply(Index.of(3)));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(3));
    }

    @Test
    void aFewPiecesAreAskedForAtATime() {
        fetching();
        assertThat(asked()).containsExactly(0, 1);
        assertThat(r2.actions(Action.SendPiece.class)).allMatch(send -> send.to().equals(R3));
        r2.on(piece(5, AT_9.id(), 1));
        assertThat(asked()).isEmpty();
        assertThat(r2.actions(Action.StoreChunk.class)).hasSize(1);
        assertThat(asked()).isEmpty();
        r2.on(new Message.ChunkStored(AT_9.id(), 1));
        assertThat(asked()).containsExactly(2);
    }

    @Test
    @DisplayName("N6 What is stored already is not asked for again")
    void whatIsStoredIsNotAskedForAgain() {
        r2.on(offer(AT_9, R3)).on(new Message.ChunksFound(AT_9.id(), 2));
        assertThat(asked()).containsExactly(2);
        ReplicaScene whole = takingAndFollowing(5, "1/1", 1).on(offer(AT_9, R3));
        whole.on(new Message.ChunksFound(AT_9.id(), 3));
        assertThat(whole.actions(Action.CheckSnapshot.class)).hasSize(1);
    }

    @Test
    void aPieceThatArrivesTwiceIsStoredOnce() {
        fetching().on(piece(5, AT_9.id(), 0));
        r2.on(piece(5, AT_9.id(), 0));
        assertThat(r2.actions()).isEmpty();
        r2.on(new Message.ChunkStored(AT_9.id(), 0));
        assertThat(r2.on(new Message.ChunkStored(AT_9.id(), 0)).actions()).isEmpty();
        assertThat(r2.on(piece(5, AT_9.id(), 0)).actions()).isEmpty();
    }

    @Test
    @DisplayName("F3 A piece of an offer of an older term changes nothing")
    void aPieceOfAnOlderTermIsFenced() {
        fetching();
        Contact before = r2.contact();
        r2.on(piece(4, AT_9.id(), 0));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions()).isEmpty();
        r2.on(ReplicaScene.requestVote(6, L2));
        r2.on(piece(5, AT_9.id(), 0));
        assertThat(r2.actions()).isEmpty();
        assertThat(r2.contact()).isEqualTo(before);
    }

    @Test
    @DisplayName("F3 N7 An offer of an older term is fenced, and the transfer goes on")
    void anOfferOfAnOlderTermIsFenced() {
        fetching();
        Contact before = r2.contact();
        r2.on(new Message.InstallSnapshot(Term.of(4), L2, new StreamId(1), snapshot("4/20"), R1));
        assertThat(r2.answer(Message.Fenced.class).boundary()).isEqualTo(Boundary.SNAPSHOT);
        assertThat(r2.contact()).isEqualTo(before);
        assertThat(r2.on(piece(5, AT_9.id(), 0)).actions(Action.StoreChunk.class)).hasSize(1);
    }

    @Test
    @DisplayName("§13.7 A piece of another snapshot at the same entry changes nothing")
    void aPieceOfAnotherSnapshotIsIgnored() {
        fetching();
        SnapshotId other = new SnapshotId(id("5/9"), new Digest("dd"));
        assertThat(r2.on(piece(5, other, 0)).actions()).isEmpty();
    }

    @Test
    void aPieceNobodyAskedForIsIgnored() {
        assertThat(r2.on(piece(5, AT_9.id(), 0)).actions()).isEmpty();
        assertThat(fetching().on(piece(5, AT_9.id(), 2)).actions()).isEmpty();
    }

    @Test
    void theSameOfferFromAnotherSourceGoesOnThere() {
        fetching().on(piece(5, AT_9.id(), 0));
        r2.on(offer(AT_9, R1));
        assertThat(asked()).containsExactly(1);
        assertThat(r2.actions(Action.SendPiece.class).get(0).to()).isEqualTo(R1);
        assertThat(r2.actions(Action.FindChunks.class)).isEmpty();
        assertThat(r2.answer()).isInstanceOf(Message.SnapshotProgress.class);
    }

    @Test
    @DisplayName("N8 A newer offer starts over, an older one is late")
    void aNewerOfferStartsOver() {
        fetching();
        Snapshot newer = snapshot("5/13");
        r2.on(offer(newer, R3));
        assertThat(r2.actions(Action.FindChunks.class))
                .containsExactly(new Action.FindChunks(newer));
        assertThat(r2.actions(Action.DropChunks.class))
                .containsExactly(new Action.DropChunks(Index.of(9), List.of(newer.id())));
        r2.on(offer(AT_9, R3));
        assertThat(r2.actions(Action.Reply.class)).isEmpty();
        assertThat(r2.contact().transfer().orElseThrow().snapshot()).isEqualTo(newer);
    }

    @Test
    void aRefusalIsToldToTheLeader() {
        fetching();
        r2.on(new Message.ChunkRefused(R3, Term.of(5), L1, AT_9.id(), 0, "it is gone"));
        assertThat(r2.answer(Message.SnapshotProgress.class).trouble()).contains("it is gone");
        // The word may be lost: it is said again until another source is named.
        r2.on(offer(AT_9, R3));
        assertThat(r2.answer(Message.SnapshotProgress.class).trouble()).contains("it is gone");
        r2.on(offer(AT_9, R1));
        assertThat(r2.answer(Message.SnapshotProgress.class).trouble()).isEmpty();
        assertThat(r2.answer(Message.SnapshotProgress.class).source()).isEqualTo(R1);
        r2.on(offer(AT_9, R3));
        r2.on(new Message.ChunkRefused(R1, Term.of(5), L1, AT_9.id(), 0, "who asked"));
        assertThat(r2.actions()).isEmpty();
    }

    @Test
    void aPieceThatDoesNotComeIsAskedForAgain() {
        fetching();
        assertThat(r2.at(299).actions(Action.SendPiece.class)).isEmpty();
        r2.at(300);
        assertThat(asked()).containsExactly(0, 1);
        r2.at(400);
        assertThat(asked()).isEmpty();
    }

    @Test
    @DisplayName(
            "N9 One that is not sound is refused with the reason, dropped, and asked for again")
    void oneThatIsNotSoundIsAskedForAgain() {
        checking().on(new Message.SnapshotChecked(AT_9.id(), Optional.of("chunk 1 is torn")));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.SnapshotProgress.class).trouble()).contains("chunk 1 is torn");
        assertThat(r2.actions(Action.Report.class)).hasSize(1);
        assertThat(r2.actions(Action.DropChunks.class).get(0).except()).doesNotContain(AT_9.id());
        assertThat(r2.actions(Action.FindChunks.class)).hasSize(1);
        r2.on(new Message.ChunksFound(AT_9.id(), 0));
        assertThat(asked()).containsExactly(0, 1);
    }

    @Test
    @DisplayName("§13.6 A log that does not hold its entry goes as a whole, and not in silence")
    void aLogThatDoesNotHoldItGoes() {
        checking().on(new Message.SnapshotChecked(AT_9.id(), Optional.empty()));
        assertThat(r2.events()).isEqualTo(List.of(new Event.SnapshotInstalled(AT_9)));
        assertThat(r2.state().log()).isEqualTo(Log.after(AT_9.position()));
        assertThat(r2.state().commitIndex()).isEqualTo(Index.of(9));
        assertThat(r2.actions(Action.Restore.class)).containsExactly(new Action.Restore(AT_9));
        assertThat(r2.actions(Action.DropChunks.class))
                .containsExactly(new Action.DropChunks(Index.of(9), List.of(AT_9.id())));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(9));
        assertThat(r2.contact().transfer()).isEmpty();
        r2.on(append(5, L1, "5/9", "5/10", 10));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(10));
        assertThat(r2.actions(Action.Apply.class)).contains(new Action.Apply(Index.of(10)));
    }

    @Test
    @DisplayName("F11 Entries in its place were never committed, and are reported")
    void whatStoodInItsPlaceIsReported() {
        ReplicaScene longer = takingAndFollowing(5, "1/1 1/2 1/3 1/4 1/5", 2);
        Snapshot at4 = snapshot("5/4");
        longer.on(offer(at4, R3)).on(new Message.ChunksFound(at4.id(), 3));
        longer.on(new Message.SnapshotChecked(at4.id(), Optional.empty()));
        assertThat(longer.actions(Action.ReportDiscarded.class))
                .containsExactly(new Action.ReportDiscarded(ids("1/4 1/5")));
        assertThat(longer.state().log().lastId()).isEqualTo(id("5/4"));
    }

    @Test
    @DisplayName("§13.6 What the log holds when all is checked is not replaced any more")
    void whatCameAnotherWayMeanwhileStays() {
        checking();
        r2.on(append(5, L1, "1/3", "5/4 5/5 5/6 5/7 5/8 5/9 5/10", 3));
        r2.on(new Message.SnapshotChecked(AT_9.id(), Optional.empty()));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().log().lastId()).isEqualTo(id("5/10"));
        assertThat(r2.actions(Action.Restore.class)).isEmpty();
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(9));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(9));
    }

    @Test
    void theFoldKeepsASuffixThatFollowsTheSnapshot() {
        FollowerState state = Replicas.voter(R2, 5, Optional.of(L1), "1/1 1/2 1/3 1/4", 1);
        Snapshot at3 = snapshot(state.log().position(Index.of(3)));
        FollowerState after = state.apply(new Event.SnapshotInstalled(at3));
        assertThat(after.log()).isEqualTo(log("1/1 1/2 1/3 1/4").cutBefore(Index.of(3)));
        assertThat(after.log().lastId()).isEqualTo(id("1/4"));
    }

    @Test
    void anotherStreamForgetsTheTransferAndItsLateWords() {
        fetching().on(piece(5, AT_9.id(), 0));
        r2.on(ReplicaScene.open(5, L1, 2));
        assertThat(r2.contact().transfer()).isEmpty();
        assertThat(r2.on(new Message.ChunkStored(AT_9.id(), 0)).actions()).isEmpty();
        assertThat(r2.on(new Message.ChunksFound(AT_9.id(), 1)).actions()).isEmpty();
        assertThat(r2.on(piece(5, AT_9.id(), 1)).actions()).isEmpty();
        Message.SnapshotChecked late = new Message.SnapshotChecked(AT_9.id(), Optional.empty());
        assertThat(r2.on(late).events()).isEmpty();
    }

    @Test
    @DisplayName("V13 A patient whose readmission is in the snapshot is cured with it")
    void aPatientIsCuredByASnapshotThatHoldsItsReadmission() {
        ReplicaScene patient = ReplicaScene.taking(Replicas.patient(R2, 5));
        patient.on(ReplicaScene.open(5, L1, 1));
        Readmission own = new Readmission(R2, secondLife(R2), id("5/8"));
        Snapshot with = snapshot(new LogPosition(id("5/9"), 9, 900, List.of(own)));
        patient.on(offer(with, R3)).on(new Message.ChunksFound(with.id(), 3));
        patient.on(new Message.SnapshotChecked(with.id(), Optional.empty()));
        assertThat(patient.events())
                .isEqualTo(List.of(new Event.SnapshotInstalled(with), new Event.Cured(id("5/8"))));
        assertThat(patient.answer().from().isVoter()).isTrue();
    }

    @Test
    @DisplayName("V13 One that holds another life's readmission cures nobody")
    void anotherLifesReadmissionCuresNobody() {
        ReplicaScene patient = ReplicaScene.taking(Replicas.patient(R2, 5));
        patient.on(ReplicaScene.open(5, L1, 1));
        Readmission older = new Readmission(R2, Replicas.life(R2), id("5/8"));
        Snapshot with = snapshot(new LogPosition(id("5/9"), 9, 900, List.of(older)));
        patient.on(offer(with, R3)).on(new Message.ChunksFound(with.id(), 3));
        patient.on(new Message.SnapshotChecked(with.id(), Optional.empty()));
        assertThat(patient.events()).isEqualTo(List.of(new Event.SnapshotInstalled(with)));
        assertThat(patient.answer().from().isPatient()).isTrue();
    }
}
