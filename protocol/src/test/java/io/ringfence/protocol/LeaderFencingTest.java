package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.ROSTER;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One no-op entry of the new epoch, committed on a quorum, before anything is served (phase 4). */
class LeaderFencingTest {
    private final LeaderScene leader = LeaderScene.fencing("1/1 2/2 2/3");

    private LeaderScene openedAll() {
        for (ReplicaId each : ROSTER.voters()) leader.opened(asVoter(each), "2/3");
        return leader;
    }

    @Test
    void theFenceIsANoOpOfTheNewEpoch() {
        Entry fence = leader.replication().log().entry(Index.of(4));
        assertThat(fence.id()).isEqualTo(id("5/4"));
        assertThat(fence.content()).isEqualTo(new Content.NoOp());
        assertThat(leader.replication().fence()).isEqualTo(Index.of(4));
        assertThat(leader.lastIndex()).isEqualTo(4);
    }

    @Test
    void aStreamIsOpenedToEveryReplicaEachWithItsOwnId() {
        List<StreamId> streams = new ArrayList<>();
        for (ReplicaId to : ROSTER.voters()) {
            List<Message.OpenStream> opens = leader.sentTo(to, Message.OpenStream.class);
            assertThat(opens).hasSize(1);
            assertThat(opens.get(0).term()).isEqualTo(Term.of(5));
            assertThat(opens.get(0).leader()).isEqualTo(leader.state().id());
            assertThat(opens.get(0).founding()).isEqualTo(FOUNDING);
            streams.add(opens.get(0).stream());
        }
        assertThat(streams).doesNotHaveDuplicates().doesNotContain(StreamId.NONE);
    }

    @Test
    @DisplayName("L1 While the fence entry is uncommitted the state is NotServing; after, Serving")
    void itServesOnlyAfterItsFenceIsCommitted() {
        assertThat(leader.state().serving())
                .isEqualTo(new ServingState.NotServing("fencing epoch 5"));
        openedAll();
        leader.acknowledged(R1, 4);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.published()).isEmpty();
        leader.acknowledged(R2, 4);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
        assertThat(leader.published()).isEqualTo(List.of(new ServingState.Serving(Term.of(5))));
        assertThat(leader.commitIndex()).isEqualTo(4);
        assertThat(leader.state().failures()).isZero();
    }

    @Test
    @DisplayName("L1 Serving is published once")
    void servingIsPublishedOnce() {
        openedAll();
        leader.acknowledged(R1, 4).acknowledged(R2, 4);
        leader.acknowledged(R3, 4);
        assertThat(leader.published()).isEmpty();
        leader.propose(1).acknowledged(R1, 5).acknowledged(R2, 5);
        assertThat(leader.published()).isEmpty();
    }

    @Test
    @DisplayName("L1 Never Serving at an epoch that an answer already seen outdated")
    void anOutdatedEpochIsNeverServed() {
        openedAll();
        leader.acknowledged(R1, 4);
        leader.on(leader.fenced(R3, 6));
        Message.Appended last =
                new Message.Appended(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        new StreamId(2),
                        Index.of(4),
                        Round.ZERO);
        leader.on(last);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.published()).isEmpty();
        assertThat(leader.state().lateAnswers()).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "L4 Superseded during the fence: NotServing at once, and the whole fence again at a"
                    + " higher epoch")
    void supersededDuringTheFence() {
        openedAll();
        leader.on(leader.fenced(R3, 6));
        assertThat(leader.reason()).isEqualTo("superseded: r3 is at term 6, ours was 5");
        while (leader.phase() != LeaderPhase.PROBING) leader.after(100);
        leader.on(leader.probeAnswer(asVoter(R1), 6)).on(leader.probeAnswer(asVoter(R2), 6));
        leader.on(leader.granted(asVoter(R1), "5/4")).on(leader.granted(asVoter(R2), "2/3"));
        leader.fetched(R1, "0/0", "1/1 2/2 2/3 5/4");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.replication().log().lastId()).isEqualTo(id("7/5"));
        assertThat(leader.state().serving())
                .isEqualTo(new ServingState.NotServing("fencing epoch 7"));
    }

    @Test
    @DisplayName(
            "F14 An older-epoch entry on a quorum is not committed by counting, but with the fence")
    void anOlderEntryIsNotCommittedByCounting() {
        openedAll();
        assertThat(leader.progress(R1).match()).isEqualTo(Index.of(3));
        assertThat(leader.progress(R2).match()).isEqualTo(Index.of(3));
        assertThat(leader.commitIndex()).isZero();
        leader.acknowledged(R1, 3).acknowledged(R2, 3).acknowledged(R3, 3);
        assertThat(leader.commitIndex()).isZero();
        leader.acknowledged(R1, 4);
        assertThat(leader.commitIndex()).isZero();
        leader.acknowledged(R3, 4);
        assertThat(leader.commitIndex()).isEqualTo(4);
    }

    @Test
    @DisplayName(
            "§13.1 The home counts by its own answer: two others alone commit as well as with it")
    void theHomeCountsByItsOwnAnswer() {
        openedAll();
        leader.acknowledged(R2, 4);
        assertThat(leader.commitIndex()).isZero();
        leader.acknowledged(R3, 4);
        assertThat(leader.commitIndex()).isEqualTo(4);
        assertThat(leader.progress(R1).match()).isEqualTo(Index.of(3));
    }

    @Test
    @DisplayName(
            "§13.2 At the handshake a last id counts as match only if our log holds that very id")
    void aForeignLastIdIsNoMatch() {
        leader.opened(asVoter(R1), "2/3");
        assertThat(leader.progress(R1).match()).isEqualTo(Index.of(3));
        leader.opened(asVoter(R2), "1/3");
        assertThat(leader.progress(R2).match()).isEqualTo(Index.ZERO);
        leader.opened(asVoter(R3), "4/9");
        assertThat(leader.progress(R3).match()).isEqualTo(Index.ZERO);
    }

    @Test
    void afterTheHandshakeWhatIsLackingIsSent() {
        leader.opened(asVoter(R1), "2/3");
        Message.Append append = leader.sentTo(R1, Message.Append.class).get(0);
        assertThat(append.previous()).isEqualTo(id("2/3"));
        assertThat(append.entries()).hasSize(1);
        assertThat(append.entries().get(0).id()).isEqualTo(id("5/4"));
        leader.opened(asVoter(R2), "0/0");
        assertThat(leader.sentTo(R2, Message.Append.class).get(0).previous())
                .isEqualTo(EntryId.ZERO);
        leader.opened(asVoter(R3), "1/2");
        assertThat(leader.sentTo(R3, Message.Append.class).get(0).previous()).isEqualTo(id("2/2"));
    }

    @Test
    @DisplayName("§13.9 A handshake answered twice, or of another stream, is dropped and counted")
    void aSecondAnswerToAHandshakeIsDropped() {
        leader.opened(asVoter(R2), "2/3");
        Progress before = leader.progress(R2);
        leader.opened(asVoter(R2), "1/1");
        assertThat(leader.progress(R2)).isEqualTo(before);
        leader.on(
                new Message.StreamOpened(
                        asVoter(R3),
                        Term.of(5),
                        leader.state().id(),
                        new StreamId(77),
                        id("2/3"),
                        Index.ZERO));
        assertThat(leader.progress(R3).open()).isFalse();
        assertThat(leader.state().lateAnswers()).isEqualTo(2);
    }

    @Test
    void aHandshakeWithoutAnAnswerIsSentAgainSoThatASlowAnswerStillCounts() {
        StreamId first = leader.progress(R3).stream();
        leader.opened(asVoter(R1), "2/3").opened(asVoter(R2), "2/3");
        leader.after(299);
        assertThat(leader.sentTo(R3)).isEmpty();
        leader.after(1);
        List<Message.OpenStream> again = leader.sentTo(R3, Message.OpenStream.class);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).stream()).isEqualTo(first);
        leader.opened(asVoter(R3), "2/3");
        assertThat(leader.progress(R3).open()).isTrue();
    }

    @Test
    @DisplayName("V13 A patient's handshake and acknowledgement commit no fence")
    void aPatientCommitsNoFence() {
        leader.opened(asVoter(R1), "2/3").acknowledged(R1, 4);
        leader.opened(asPatient(R2), "0/0").acknowledged(asPatient(R2), 4, Round.ZERO);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.commitIndex()).isZero();
    }

    @Test
    void aRequestWhileFencingIsRejectedWithTheReason() {
        Rejection fencing = new Rejection.NotServing("fencing epoch 5");
        assertThat(leader.propose(1).actions())
                .isEqualTo(List.of(new LeaderAction.Reject(1, fencing)));
        assertThat(leader.read(2).actions())
                .isEqualTo(List.of(new LeaderAction.Reject(2, fencing)));
        assertThat(leader.lastIndex()).isEqualTo(4);
    }

    @Test
    void oldAndNewCommitIndexAreToldToTheHomeAtOnce() {
        openedAll();
        leader.acknowledged(R1, 4).acknowledged(R2, 4);
        assertThat(leader.sentTo(R1, Message.Append.class))
                .anyMatch(a -> a.entries().isEmpty() && a.commitIndex().value() == 4);
    }

    @Test
    @DisplayName("L5 The same node elected again with no follower between: the fence runs again")
    void theFenceRunsAgainForEveryEpoch() {
        LeaderScene served = LeaderScene.serving("1/1");
        served.on(served.fenced(R2, 6));
        assertThat(served.phase()).isEqualTo(LeaderPhase.WAITING);
        while (served.phase() != LeaderPhase.PROBING) served.after(100);
        served.on(served.probeAnswer(asVoter(R1), 6)).on(served.probeAnswer(asVoter(R2), 6));
        served.on(served.granted(asVoter(R1), "5/2")).on(served.granted(asVoter(R2), "5/2"));
        served.fetched(R1, "0/0", "1/1 5/2");
        assertThat(served.reason()).isEqualTo("fencing epoch 7");
        assertThat(served.replication().log().lastId()).isEqualTo(id("7/3"));
    }
}
