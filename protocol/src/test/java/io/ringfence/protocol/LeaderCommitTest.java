package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asReadmitted;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a serving leader accepts, when it is committed, and which answers count. */
class LeaderCommitTest {
    /** Serving epoch 5; the fence is at 2. */
    private final LeaderScene leader = LeaderScene.serving("1/1");

    private void assertLate(long late) {
        assertThat(leader.state().lateAnswers()).isEqualTo(late);
    }

    @Test
    void aProposalIsAcceptedUnderItsEntryIdAndSentToAll() {
        leader.propose(1);
        assertThat(leader.actions().get(0)).isEqualTo(new LeaderAction.Accept(1, id("5/3")));
        for (ReplicaId to : Replicas.ROSTER.voters()) {
            List<Message.Append> appends = leader.sentTo(to, Message.Append.class);
            assertThat(appends).hasSize(1);
            assertThat(appends.get(0).previous()).isEqualTo(id("5/2"));
            assertThat(appends.get(0).entries())
                    .isEqualTo(leader.replication().log().range(Index.of(3), Index.of(3)));
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 0, 0, 2", "3, 3, 0, 3", "0, 3, 3, 3", "5, 4, 3, 4", "5, 3, 3, 3", "5, 5, 5, 5"})
    @DisplayName("§13.1 Commit is the highest index that a quorum made durable")
    void commitIsTheHighestIndexOnAQuorum(long r1, long r2, long r3, long committed) {
        leader.propose(1).propose(2).propose(3);
        leader.acknowledged(R1, r1).acknowledged(R2, r2).acknowledged(R3, r3);
        assertThat(leader.commitIndex()).isEqualTo(committed);
    }

    @Test
    @DisplayName("F15 A late acknowledgement never lowers match or commit index")
    void aLateAcknowledgementLowersNothing() {
        leader.propose(1).propose(2).acknowledged(R1, 4).acknowledged(R2, 4);
        leader.acknowledged(R2, 3).acknowledged(R1, 0);
        assertThat(leader.commitIndex()).isEqualTo(4);
        assertThat(leader.progress(R2).match()).isEqualTo(Index.of(4));
        assertThat(leader.progress(R2).next()).isEqualTo(Index.of(5));
    }

    @Test
    void theHomeAndWhoeverIsIdleIsToldTheCommitIndexAtOnce() {
        leader.propose(1).propose(2).acknowledged(R3, 4).acknowledged(R2, 3);
        assertThat(leader.commitIndex()).isEqualTo(3);
        Message.Append home = leader.sentTo(R1, Message.Append.class).get(0);
        assertThat(home.commitIndex()).isEqualTo(Index.of(3));
        assertThat(leader.sentTo(R3, Message.Append.class).get(0).entries()).isEmpty();
        // What is on its way to r2 will be answered, and the next append tells it.
        assertThat(leader.sentTo(R2)).isEmpty();
        leader.propose(3);
        assertThat(leader.sentTo(R2, Message.Append.class).get(0).commitIndex())
                .isEqualTo(Index.of(3));
    }

    @Test
    @DisplayName("L10 An acknowledgement of an older campaign commits nothing and is counted")
    void anAcknowledgementOfAnOlderCampaignIsCounted() {
        leader.propose(1).acknowledged(R1, 3);
        leader.on(
                new Message.Appended(
                        asVoter(R2),
                        Term.of(4),
                        Replicas.L2,
                        leader.progress(R2).stream(),
                        Index.of(3),
                        Round.ZERO));
        assertThat(leader.commitIndex()).isEqualTo(2);
        assertLate(1);
    }

    @Test
    @DisplayName("L10 §13.9 An acknowledgement of an older stream commits nothing and is counted")
    void anAcknowledgementOfAnOlderStreamIsCounted() {
        StreamId old = leader.progress(R2).stream();
        leader.streamUnknown(R2);
        leader.opened(asVoter(R2), "5/2").propose(1).acknowledged(R1, 3);
        leader.on(
                new Message.Appended(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        old,
                        Index.of(3),
                        Round.ZERO));
        assertThat(leader.commitIndex()).isEqualTo(2);
        assertLate(1);
    }

    @Test
    @DisplayName("L10 A mismatch of an older stream moves nothing and is counted")
    void aMismatchOfAnOlderStreamIsCounted() {
        StreamId old = leader.progress(R2).stream();
        leader.streamUnknown(R2);
        leader.opened(asVoter(R2), "5/2");
        Progress before = leader.progress(R2);
        leader.on(
                new Message.Mismatch(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        old,
                        Index.of(1),
                        Round.ZERO));
        assertThat(leader.progress(R2)).isEqualTo(before);
        assertLate(1);
    }

    @Test
    @DisplayName("L10 Answers of phases that are over are counted")
    void answersOfPhasesThatAreOverAreCounted() {
        leader.on(leader.probeAnswer(asVoter(R3), 4));
        leader.on(leader.granted(asVoter(R3), "1/1"));
        leader.fetched(R1, "0/0", "1/1");
        assertLate(3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }

    @Test
    @DisplayName("§13.9 A replica that lost its stream gets a new one, which starts at match 0")
    void aReplicaThatLostItsStreamGetsANewOne() {
        StreamId old = leader.progress(R2).stream();
        leader.streamUnknown(R2);
        Progress p = leader.progress(R2);
        assertThat(p.stream()).isGreaterThan(old);
        assertThat(p.open()).isFalse();
        assertThat(p.match()).isEqualTo(Index.ZERO);
        assertThat(p.inFlight()).isEmpty();
        assertThat(leader.sentTo(R2))
                .isEqualTo(
                        List.of(
                                new Message.OpenStream(
                                        Term.of(5),
                                        leader.state().id(),
                                        p.stream(),
                                        Replicas.FOUNDING)));
        leader.propose(1);
        assertThat(leader.sentTo(R2)).isEmpty();
    }

    @Test
    void aStreamThatIsBeingOpenedIsNotOpenedAgainByALateWord() {
        StreamId old = leader.progress(R2).stream();
        leader.streamUnknown(R2);
        StreamId fresh = leader.progress(R2).stream();
        leader.on(new Message.StreamUnknown(asVoter(R2), Term.of(5), leader.state().id(), old));
        leader.streamUnknown(R2);
        assertThat(leader.progress(R2).stream()).isEqualTo(fresh);
        assertThat(leader.actions()).isEmpty();
    }

    @Test
    @DisplayName("V13 Patients count for no commit, whatever they acknowledge")
    void patientsCountForNoCommit() {
        leader.streamUnknown(R2).opened(asPatient(R2), "0/0");
        leader.streamUnknown(R3).opened(Replicas.asUnfounded(R3), "0/0");
        leader.propose(1).acknowledged(R1, 3);
        leader.acknowledged(asPatient(R2), 3, Round.ZERO);
        leader.acknowledged(Replicas.asUnfounded(R3), 3, Round.ZERO);
        assertThat(leader.progress(R2).match()).isEqualTo(Index.of(3));
        assertThat(leader.commitIndex()).isEqualTo(2);
    }

    @Test
    @DisplayName("V16 A voter of a life that the log does not name counts for no commit")
    void aVoterThatTheLogDoesNotNameCountsForNoCommit() {
        leader.streamUnknown(R2).opened(asReadmitted(R2), "5/2");
        leader.propose(1).acknowledged(R1, 3);
        leader.acknowledged(asReadmitted(R2), 3, Round.ZERO);
        assertThat(leader.progress(R2).match()).isEqualTo(Index.of(3));
        assertThat(leader.commitIndex()).isEqualTo(2);
    }

    @Test
    void aRefusedAppendIsNotedAndChangesNoProgress() {
        Progress before = leader.progress(R2);
        leader.on(
                new Message.Refused(
                        asVoter(R2), Term.of(5), leader.state().id(), Boundary.APPLY, "bad"));
        assertThat(leader.progress(R2)).isEqualTo(before);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
        assertThat(leader.state().election().refusals()).containsEntry(R2, "bad");
    }

    @Test
    void aHandshakeMayBringWhatWasMissingToACommit() {
        leader.propose(1).acknowledged(R1, 3);
        leader.streamUnknown(R2);
        assertThat(leader.commitIndex()).isEqualTo(2);
        leader.opened(asVoter(R2), "5/3");
        assertThat(leader.commitIndex()).isEqualTo(3);
    }
}
