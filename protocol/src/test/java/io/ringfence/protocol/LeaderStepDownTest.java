package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.life;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a leadership: at once, and with one outcome for all that waits (design §4, §9). */
class LeaderStepDownTest {
    /** Serving epoch 5; the fence at 2; 2 appends in flight to each at most. */
    private final LeaderScene leader = LeaderScene.serving("1/1");

    static Stream<Message.Answer> newerAnswers() {
        return Samples.answers(Term.of(6), Replicas.L3).stream();
    }

    private Index unsentFrom() {
        List<LeaderAction.Abandon> abandoned = leader.actions(LeaderAction.Abandon.class);
        assertThat(abandoned).hasSize(1);
        return abandoned.get(0).unsentFrom();
    }

    private void superseded() {
        leader.on(leader.fenced(R3, 6));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("F10 Every kind of answer has a sample")
    void everyKindOfAnswerIsWalked() {
        assertThat(newerAnswers().<Class<?>>map(Object::getClass).toList())
                .containsExactlyInAnyOrderElementsOf(Samples.kindsOf(Message.Answer.class));
    }

    @ParameterizedTest
    @MethodSource("newerAnswers")
    @DisplayName("F10 L1 A newer term in any answer, to whomever, ends the leadership at once")
    void aNewerTermInAnyAnswerEndsIt(Message.Answer answer) {
        leader.on(answer);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.published())
                .isEqualTo(
                        List.of(
                                new ServingState.NotServing(
                                        "superseded: r2 is at term 6, ours was 5")));
        assertThat(leader.state().replication()).isEmpty();
        assertThat(leader.state().highest()).isEqualTo(Term.of(6));
    }

    @Test
    void anEqualOrOlderTermEndsNothing() {
        for (Message.Answer answer : Samples.answers(Term.of(5), Replicas.L3)) leader.on(answer);
        for (Message.Answer answer : Samples.answers(Term.of(4), Replicas.L3)) leader.on(answer);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }

    @Test
    @DisplayName("L11 Without a quorum it steps down within the check-quorum interval")
    void withoutAQuorumItStepsDown() {
        for (int i = 0; i < 9; i++) leader.after(100).acknowledged(R1, 2);
        leader.after(99);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
        leader.after(1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason())
                .isEqualTo("lost the quorum: 1 of 3 replicas answered in the last 1000 ms");
    }

    @Test
    @DisplayName("L11 With a quorum it stays, whoever is silent")
    void withAQuorumItStays() {
        for (int i = 0; i < 50; i++) leader.after(100).acknowledged(R1, 2).acknowledged(R3, 2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }

    @Test
    @DisplayName("L12 A silent home ends the leadership, though a quorum of others answers")
    void aSilentHomeEndsIt() {
        for (int i = 0; i < 9; i++) leader.after(100).acknowledged(R2, 2).acknowledged(R3, 2);
        leader.after(100);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).contains("the home replica r1 was silent for 1000 ms");
    }

    @Test
    @DisplayName(
            "L13 A pause longer than the interval ends the leadership with the first tick after")
    void aLongPauseEndsIt() {
        leader.after(30_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("§13.11 Patients count for no quorum of contact")
    void patientsCountForNoCheckQuorum() {
        leader.streamUnknown(R2).opened(asPatient(R2), "0/0");
        for (int i = 0; i < 9; i++) {
            leader.after(100).acknowledged(R1, 2).acknowledged(asPatient(R2), 1, Round.ZERO);
        }
        leader.after(100);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).startsWith("lost the quorum: 1 of 3");
    }

    @Test
    @DisplayName("L11 A fence that no quorum answers ends as well")
    void aFenceWithoutAQuorumEnds() {
        LeaderScene fencing = LeaderScene.fencing("1/1").opened(asVoter(R1), "1/1");
        for (int i = 0; i < 9; i++) fencing.after(100).acknowledged(R1, 2);
        assertThat(fencing.phase()).isEqualTo(LeaderPhase.FENCING);
        fencing.after(100);
        assertThat(fencing.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    void whatLeftIsUnknownAndWhatNeverLeftIsRejected() {
        for (long i = 3; i <= 8; i++) leader.propose(i);
        superseded();
        assertThat(unsentFrom()).isEqualTo(Index.of(5));
    }

    @Test
    void whatLeftToOneReplicaAloneIsUnknown() {
        for (long i = 3; i <= 12; i++) leader.propose(i);
        leader.acknowledged(R3, 4);
        superseded();
        assertThat(unsentFrom()).isEqualTo(Index.of(11));
    }

    @Test
    void withNothingPendingNothingIsUnsent() {
        superseded();
        assertThat(unsentFrom()).isEqualTo(Index.of(3));
    }

    @Test
    void nothingAcceptedEverStandsBelowTheFence() {
        LeaderScene fencing = LeaderScene.fencing("1/1 1/2");
        fencing.on(fencing.fenced(R2, 6));
        List<LeaderAction.Abandon> abandoned = fencing.actions(LeaderAction.Abandon.class);
        assertThat(abandoned).hasSize(1);
        assertThat(abandoned.get(0).unsentFrom()).isEqualTo(Index.of(3));
    }

    @Test
    @DisplayName("C3 Each read that waits is rejected once, and nothing more comes for it")
    void eachReadIsRejectedOnce() {
        leader.read(1).read(2);
        superseded();
        assertThat(leader.actions(LeaderAction.Reject.class)).hasSize(2);
        leader.on(leader.fenced(R2, 7));
        assertThat(leader.actions()).isEmpty();
        leader.after(1);
        assertThat(leader.actions(LeaderAction.Reject.class)).isEmpty();
        assertThat(leader.actions(LeaderAction.Abandon.class)).isEmpty();
    }

    @Test
    void afterwardsRequestsAreRejectedWithTheReason() {
        superseded();
        Rejection why = new Rejection.NotServing("superseded: r3 is at term 6, ours was 5");
        assertThat(leader.propose(1).actions()).isEqualTo(List.of(new LeaderAction.Reject(1, why)));
        assertThat(leader.read(2).actions()).isEqualTo(List.of(new LeaderAction.Reject(2, why)));
    }

    @Test
    @DisplayName("L4 It stays alive and probes again after a pause")
    void itProbesAgainAfterAPause() {
        superseded();
        long pause = leader.state().wakeAtMillis() - leader.state().clock().nowMillis();
        assertThat(pause).isBetween(25L, 100L);
        leader.after(pause);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        assertThat(leader.sentTo(R2, Message.Probe.class)).hasSize(1);
    }

    @Test
    @DisplayName("C3 What left on a stream that was then opened again is unknown, not rejected")
    void whatLeftOnAnOlderStreamIsUnknown() {
        leader.propose(1);
        for (ReplicaId each : Replicas.ROSTER.voters()) leader.streamUnknown(each);
        superseded();
        assertThat(unsentFrom()).isEqualTo(Index.of(4));
    }

    @Test
    @DisplayName("C3 What left and is about to be sent again is unknown, not rejected")
    void whatIsAboutToBeSentAgainIsUnknown() {
        for (long i = 3; i <= 5; i++) leader.propose(i);
        leader.acknowledged(R2, 4);
        leader.mismatched(asVoter(R2), 3).streamUnknown(R2);
        superseded();
        assertThat(unsentFrom()).isEqualTo(Index.of(6));
    }

    @Test
    @DisplayName("N11 A home that became a patient ends the leadership")
    void aHomeThatBecameAPatientEndsIt() {
        Standing damaged = new Standing(R1, life(R1).next(), Standing.Kind.PATIENT);
        leader.streamUnknown(R1).opened(damaged, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
        leader.after(1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("the home replica r1 is no voter now");
    }

    @Test
    @DisplayName("L10 The answers of who is no replica of the group are counted and ignored")
    void theAnswersOfAStrangerAreIgnored() {
        ReplicaId r9 = ReplicaId.of("r9");
        Standing stranger = new Standing(r9, life(r9), Standing.Kind.VOTER);
        LeaderId id = leader.state().id();
        leader.on(new Message.StreamUnknown(stranger, Term.of(5), id, new StreamId(1)));
        leader.on(
                new Message.Appended(
                        stranger, Term.of(5), id, new StreamId(1), Index.of(2), Round.ZERO));
        leader.on(new Message.VoteTaken(stranger, Term.of(9), id, Replicas.L3));
        assertThat(leader.state().lateAnswers()).isEqualTo(3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
        assertThat(leader.state().highest()).isEqualTo(Term.of(5));
    }
}
