package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.L3;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.ROSTER;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asUnfounded;
import static io.ringfence.protocol.Replicas.asVoter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A probe asks and burns nothing (design §4 phase 1). */
class LeaderProbeTest {
    private final LeaderScene leader = LeaderScene.probing();

    private LeaderScene answer(Standing from) {
        return leader.on(leader.probeAnswer(from, 4));
    }

    private LeaderScene hearing(Standing from, LeaderId heard) {
        return leader.on(leader.probeAnswer(from, 4, "1/1", Optional.of(heard)));
    }

    @Test
    void theFirstTickProbesEveryVoter() {
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        for (ReplicaId to : ROSTER.voters()) {
            assertThat(leader.sentTo(to))
                    .isEqualTo(
                            List.of(
                                    new Message.Probe(
                                            leader.state().election().nonce(),
                                            leader.state().id(),
                                            ROSTER)));
        }
    }

    @Test
    void aLeaderIsBornNotServing() {
        assertThat(LeaderScene.blank().state().serving())
                .isEqualTo(new ServingState.NotServing("starting"));
        assertThat(LeaderScene.blank().phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    void aQuorumWithTheHomeIsEnoughToCampaign() {
        answer(asVoter(R1));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        answer(asVoter(R2));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    void aQuorumWithoutTheHomeIsNot() {
        answer(asVoter(R2));
        answer(asVoter(R3));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        answer(asVoter(R1));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    void theSameReplicaTwiceIsNoQuorum() {
        answer(asVoter(R1));
        answer(asVoter(R1));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
    }

    @Test
    @DisplayName("V12 A failed probe burns no term and says who is missing")
    void aFailedProbeBurnsNoTerm() {
        answer(asVoter(R1));
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.state().term()).isEqualTo(Term.ZERO);
        assertThat(leader.reason()).isEqualTo("no quorum: 1 of 3 replicas answer");
        assertThat(leader.published()).hasSize(1);
    }

    @Test
    @DisplayName("V12 Failed probes by the dozen leave the next campaign's term where it was")
    void manyFailedProbesBurnNoTerm() {
        for (int i = 0; i < 12; i++) {
            leader.after(1_000).after(1_000);
            assertThat(leader.actions(LeaderAction.Send.class))
                    .noneMatch(s -> s.message() instanceof Message.FromLeader);
        }
        while (leader.phase() != LeaderPhase.PROBING) leader.after(500);
        answer(asVoter(R1));
        answer(asVoter(R2));
        assertThat(leader.state().term()).isEqualTo(Term.of(5));
    }

    @Test
    void whoDidNotAnswerIsAskedAgainAfterTheRetransmissionTime() {
        answer(asVoter(R1));
        leader.after(299);
        assertThat(leader.actions()).isEmpty();
        leader.after(1);
        assertThat(leader.sentTo(R1)).isEmpty();
        assertThat(leader.sentTo(R2, Message.Probe.class)).hasSize(1);
        assertThat(leader.sentTo(R3, Message.Probe.class)).hasSize(1);
    }

    @Test
    @DisplayName("§13.8 An answer to another nonce or another leader counts for nothing")
    void anAnswerToAnotherProbeIsIgnored() {
        answer(asVoter(R1));
        Message.ProbeAnswer fresh = leader.probeAnswer(asVoter(R2), 4);
        leader.on(
                new Message.ProbeAnswer(
                        fresh.from(),
                        fresh.term(),
                        fresh.leader(),
                        new Nonce(99),
                        fresh.last(),
                        fresh.hears(),
                        fresh.founding()));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        leader.on(
                new Message.ProbeAnswer(
                        fresh.from(),
                        fresh.term(),
                        L3,
                        fresh.nonce(),
                        fresh.last(),
                        fresh.hears(),
                        fresh.founding()));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        assertThat(leader.state().lateAnswers()).isEqualTo(1);
    }

    @Test
    @DisplayName("L4 Who hears a live leader elsewhere is not disturbed, and the leader is named")
    void aLiveLeaderElsewhereIsNotDisturbed() {
        answer(asVoter(R1));
        hearing(asVoter(R2), L3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.state().term()).isEqualTo(Term.ZERO);
        assertThat(leader.reason()).isEqualTo("r2 hears a live leader: L3");
    }

    @Test
    void aLeaderOfTheSameHomeIsItsOwnForerunner() {
        hearing(asVoter(R1), Replicas.L1);
        hearing(asVoter(R2), Replicas.L1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    void oneThatHearsALeaderIsEnoughThoughAQuorumHearsNone() {
        hearing(asVoter(R3), L3);
        answer(asVoter(R1));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("V13 Patients make no quorum to campaign with")
    void patientsMakeNoQuorum() {
        answer(asVoter(R1));
        answer(asPatient(R2));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        answer(asPatient(R3));
        leader.after(1_000);
        assertThat(leader.reason())
                .startsWith("no quorum of voters of one group: r1 is a voter")
                .contains(", r2 is a patient", ", r3 is a patient");
        assertThat(leader.state().term()).isEqualTo(Term.ZERO);
    }

    @Test
    @DisplayName("V13 A wiped replica in no group makes no quorum with one voter that holds a log")
    void aWipedReplicaMakesNoQuorum() {
        leader.on(leader.probeAnswer(asVoter(R1), 4, "1/1", Optional.empty()));
        answer(asUnfounded(R2));
        answer(asUnfounded(R3));
        leader.after(1_000);
        assertThat(leader.reason()).contains("r2 is empty, in no group");
        assertThat(leader.state().term()).isEqualTo(Term.ZERO);
    }

    @Test
    @DisplayName("V14 Empty replicas campaign for a founding only when all of them answer")
    void emptyReplicasCampaignOnlyAllTogether() {
        answer(asUnfounded(R1));
        answer(asUnfounded(R2));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        answer(asUnfounded(R3));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    @DisplayName("V14 A patient among them says that there was a group: no founding")
    void aPatientAmongEmptyReplicasPreventsAFounding() {
        answer(asUnfounded(R1));
        answer(asUnfounded(R2));
        answer(asPatient(R3));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
    }

    @Test
    @DisplayName("V14 A roster that differs is named in the reason")
    void aRefusedProbeIsNamedInTheReason() {
        answer(asVoter(R1));
        leader.on(
                new Message.Refused(
                        asVoter(R2),
                        Term.of(4),
                        leader.state().id(),
                        Boundary.VOTE,
                        "the configured groups differ"));
        leader.after(1_000);
        assertThat(leader.reason()).contains("r2 refused: the configured groups differ");
    }

    @Test
    @DisplayName("V20 A home that is a patient makes room once a quorum of others could lead")
    void aPatientHomeHandsOver() {
        answer(asPatient(R1));
        answer(asVoter(R2));
        assertThat(leader.actions()).isEmpty();
        answer(asVoter(R3));
        assertThat(leader.actions(LeaderAction.HandOver.class)).hasSize(1);
        assertThat(leader.actions(LeaderAction.HandOver.class).get(0).reason()).contains("r1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("V20 A home that was wiped makes room as well")
    void aWipedHomeHandsOver() {
        answer(asUnfounded(R1));
        for (Standing from : List.of(asVoter(R2), asVoter(R3))) {
            leader.on(leader.probeAnswer(from, 4, "1/1", Optional.empty()));
        }
        assertThat(leader.actions(LeaderAction.HandOver.class)).hasSize(1);
    }

    @Test
    @DisplayName("V20 A silent home stays while too few others could lead")
    void aSilentHomeStaysWithoutAQuorumOfOthers() {
        answer(asVoter(R2));
        answer(asPatient(R3));
        leader.after(1_000);
        assertThat(leader.actions(LeaderAction.HandOver.class)).isEmpty();
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    void afterAFailureItWaitsAndProbesWithAFreshIdAndNonce() {
        LeaderId first = leader.state().id();
        Nonce nonce = leader.state().election().nonce();
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        leader.after(0);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        leader.after(100);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        assertThat(leader.state().id()).isNotEqualTo(first);
        assertThat(leader.state().id().home()).isEqualTo(R1);
        assertThat(leader.state().election().nonce()).isNotEqualTo(nonce);
    }

    @Test
    void thePauseGrowsWithEachFailureUpToTheElectionTimeout() {
        for (int failures = 1; failures < 40; failures++) {
            leader.after(1_000);
            long pause = leader.state().wakeAtMillis() - leader.state().clock().nowMillis();
            long most = Math.min(50L << Math.min(failures, 10), 1_000);
            assertThat(pause).isBetween(most / 2, most);
            leader.after(pause);
            assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        }
    }

    private Message.ProbeAnswer of(Standing from, Founding founding, String last) {
        return new Message.ProbeAnswer(
                from,
                Term.of(4),
                leader.state().id(),
                leader.state().election().nonce(),
                Replicas.id(last),
                Optional.empty(),
                Optional.of(founding));
    }

    private void silentHome(Standing... others) {
        while (leader.phase() != LeaderPhase.PROBING) leader.after(50);
        for (Standing from : others) answer(from);
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("V20 L12 A home silent for several probes makes room for the others")
    void aSilentHomeMakesRoom() {
        silentHome(asVoter(R2), asVoter(R3));
        silentHome(asVoter(R2), asVoter(R3));
        assertThat(leader.actions(LeaderAction.HandOver.class)).isEmpty();
        silentHome(asVoter(R2), asVoter(R3));
        assertThat(leader.actions(LeaderAction.HandOver.class)).hasSize(1);
        assertThat(leader.actions(LeaderAction.HandOver.class).get(0).reason()).contains("r1");
    }

    @Test
    @DisplayName("V20 A silent home stays while no quorum of voters answers")
    void aSilentHomeStaysWithoutAQuorumOfVoters() {
        for (int i = 0; i < 5; i++) {
            silentHome(asVoter(R2), asPatient(R3));
            assertThat(leader.actions(LeaderAction.HandOver.class)).isEmpty();
        }
        assertThat(leader.reason()).startsWith("no quorum of voters of one group: r2 is a voter");
    }

    @Test
    void aSilentHomeStaysWhileALeaderIsHeard() {
        for (int i = 0; i < 5; i++) {
            while (leader.phase() != LeaderPhase.PROBING) leader.after(50);
            hearing(asVoter(R2), L3);
            answer(asVoter(R3));
            leader.after(1_000);
            assertThat(leader.actions(LeaderAction.HandOver.class)).isEmpty();
        }
    }

    @Test
    void aHomeThatAnswersIsNotSilentHoweverOftenItFails() {
        for (int i = 0; i < 5; i++) {
            silentHome(asVoter(R1));
            assertThat(leader.actions(LeaderAction.HandOver.class)).isEmpty();
        }
    }

    @Test
    @DisplayName("V14 Voters of two groups make no quorum together")
    void votersOfTwoGroupsMakeNoQuorum() {
        leader.on(of(asVoter(R1), Replicas.founding("g2", 2), "2/1"));
        leader.on(of(asVoter(R2), Replicas.founding("g3", 3), "3/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        leader.after(1_000);
        assertThat(leader.reason()).contains("g:g2").contains("g:g3");
    }

    @Test
    @DisplayName("V18 While all logs are empty the voters of the newest founding are counted")
    void theVotersOfTheNewestFoundingAreCounted() {
        leader.on(of(asVoter(R1), Replicas.founding("g3", 3), "0/0"));
        leader.on(of(asVoter(R2), Replicas.founding("g2", 2), "0/0"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        leader.on(of(asVoter(R3), Replicas.founding("g3", 3), "0/0"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    @DisplayName("V18 V20 A home of another group than the quorum's best log makes room")
    void aHomeOfAnotherGroupMakesRoom() {
        leader.on(of(asVoter(R1), Replicas.founding("g9", 9), "0/0"));
        leader.on(of(asVoter(R2), Replicas.founding("g2", 2), "2/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        leader.on(of(asVoter(R3), Replicas.founding("g2", 2), "2/1"));
        assertThat(leader.actions(LeaderAction.HandOver.class)).hasSize(1);
    }
}
