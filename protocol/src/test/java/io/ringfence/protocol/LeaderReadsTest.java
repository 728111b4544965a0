package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asReadmitted;
import static io.ringfence.protocol.Replicas.asVoter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Linearizable reads: a round of confirmation that began after the read arrived (design §6). */
class LeaderReadsTest {
    /** Serving epoch 5, commit index 2. */
    private final LeaderScene leader = LeaderScene.serving("1/1");

    private List<LeaderAction.AnswerRead> answered() {
        return leader.actions(LeaderAction.AnswerRead.class);
    }

    private static LeaderAction.AnswerRead at(long request, long index) {
        return new LeaderAction.AnswerRead(request, Index.of(index));
    }

    @Test
    void aReadAsksEveryReplicaAndWritesNothing() {
        long last = leader.lastIndex();
        leader.read(1);
        for (ReplicaId to : Replicas.ROSTER.voters()) {
            List<Message.Append> beats = leader.sentTo(to, Message.Append.class);
            assertThat(beats).hasSize(1);
            assertThat(beats.get(0).entries()).isEmpty();
            assertThat(beats.get(0).round()).isEqualTo(leader.state().reads().round());
        }
        assertThat(answered()).isEmpty();
        assertThat(leader.lastIndex()).isEqualTo(last);
    }

    @Test
    void aQuorumOfAnswersConfirmsTheRead() {
        leader.read(1).confirmed(R1);
        assertThat(answered()).isEmpty();
        leader.confirmed(R2);
        assertThat(answered()).isEqualTo(List.of(at(1, 2)));
        leader.confirmed(R3);
        assertThat(answered()).isEmpty();
    }

    @Test
    @DisplayName("§13.1 The home counts by its own answer: without it two others confirm")
    void theHomeCountsByItsOwnAnswer() {
        leader.read(1).confirmed(R2);
        assertThat(answered()).isEmpty();
        leader.confirmed(R3);
        assertThat(answered()).isEqualTo(List.of(at(1, 2)));
    }

    @Test
    void oneReplicaTwiceConfirmsNothing() {
        leader.read(1).confirmed(R1).confirmed(R1);
        assertThat(answered()).isEmpty();
    }

    @Test
    @DisplayName("§13.8 A confirmation sent before the read arrived does not count")
    void anEarlierConfirmationDoesNotCount() {
        Round before = leader.state().reads().round();
        leader.read(1);
        leader.acknowledged(asVoter(R1), 2, before).acknowledged(asVoter(R2), 2, before);
        assertThat(answered()).isEmpty();
    }

    @Test
    @DisplayName("§13.8 A read that comes while a round is under way waits for the next")
    void aReadDuringARoundWaitsForTheNext() {
        leader.read(1);
        Round first = leader.state().reads().round();
        leader.confirmed(R1);
        leader.read(2).read(3);
        assertThat(leader.actions()).isEmpty();
        leader.confirmed(R2);
        assertThat(answered()).isEqualTo(List.of(at(1, 2)));
        Round second = leader.state().reads().round();
        assertThat(second).isGreaterThan(first);
        assertThat(leader.sentTo(R3, Message.Append.class).get(0).round()).isEqualTo(second);

        leader.acknowledged(asVoter(R3), 2, first);
        assertThat(answered()).isEmpty();
        leader.confirmed(R1).confirmed(R3);
        assertThat(answered()).containsExactlyInAnyOrder(at(2, 2), at(3, 2));
        assertThat(leader.state().reads().inFlight()).isFalse();
    }

    @Test
    void eachRoundHasAFreshNumber() {
        for (long i = 1; i <= 5; i++) {
            Round before = leader.state().reads().round();
            leader.read(i).confirmed(R1).confirmed(R2);
            assertThat(answered()).hasSize(1);
            assertThat(leader.state().reads().round()).isGreaterThan(before);
        }
    }

    @Test
    void aReadRunsAtTheCommitIndexOfItsRound() {
        leader.propose(1).acknowledged(R1, 3).acknowledged(R2, 3);
        leader.read(2).confirmed(R1).confirmed(R2);
        assertThat(answered()).isEqualTo(List.of(at(2, 3)));
    }

    @Test
    @DisplayName("V13 Patients and lives that the log does not name confirm no round")
    void patientsConfirmNoRound() {
        leader.streamUnknown(R2).opened(asPatient(R2), "0/0");
        leader.streamUnknown(R3).opened(asReadmitted(R3), "5/2");
        leader.read(1).confirmed(R1);
        Round round = leader.state().reads().round();
        leader.acknowledged(asPatient(R2), 0, round);
        leader.acknowledged(asReadmitted(R3), 0, round);
        assertThat(answered()).isEmpty();
        assertThat(leader.progress(R2).confirmed()).isEqualTo(round);
        assertThat(leader.progress(R3).confirmed()).isEqualTo(round);
    }

    @Test
    void aMismatchConfirmsTheRoundAsWell() {
        leader.read(1).confirmed(R1);
        leader.on(
                new Message.Mismatch(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        leader.progress(R2).stream(),
                        Index.of(3),
                        leader.state().reads().round()));
        assertThat(answered()).isEqualTo(List.of(at(1, 2)));
    }

    @Test
    @DisplayName("§13.9 The confirmation of an older stream does not count")
    void aConfirmationOfAnOlderStreamDoesNotCount() {
        leader.read(1).confirmed(R1);
        StreamId old = leader.progress(R2).stream();
        leader.streamUnknown(R2).opened(asVoter(R2), "5/2");
        leader.on(
                new Message.Appended(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        old,
                        Index.of(2),
                        leader.state().reads().round()));
        assertThat(answered()).isEmpty();
        leader.confirmed(R2);
        assertThat(answered()).isEqualTo(List.of(at(1, 2)));
    }

    @Test
    void aRoundThatWasLostIsAskedAgainWithTheHeartbeat() {
        leader.read(1);
        Round round = leader.state().reads().round();
        leader.after(100);
        assertThat(leader.sentTo(R2, Message.Append.class).get(0).round()).isEqualTo(round);
        leader.confirmed(R1).confirmed(R2);
        assertThat(answered()).hasSize(1);
    }

    @Test
    void anAppendCarriesTheRoundToo() {
        leader.read(1).propose(2);
        assertThat(leader.sentTo(R2, Message.Append.class).get(0).round())
                .isEqualTo(leader.state().reads().round());
    }

    @Test
    @DisplayName("L1 A leader that learns of a newer term confirms no read: each is rejected once")
    void aSupersededLeaderRejectsItsReads() {
        leader.read(1).read(2).read(3).confirmed(R1);
        leader.on(leader.fenced(R2, 6));
        assertThat(answered()).isEmpty();
        assertThat(leader.actions(LeaderAction.Reject.class))
                .extracting(LeaderAction.Reject::request)
                .containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(leader.state().reads()).isEqualTo(Reads.NONE);
    }

    @Test
    void twoVotersConfirmThoughTheThirdNeverAnswered() {
        LeaderScene two = LeaderScene.fencing("1/1");
        two.opened(asVoter(R1), "1/1").opened(asVoter(R2), "1/1");
        two.acknowledged(R1, 2).acknowledged(R2, 2);
        two.read(1).confirmed(R1).confirmed(R2);
        assertThat(two.actions(LeaderAction.AnswerRead.class)).isEqualTo(List.of(at(1, 2)));
    }
}
