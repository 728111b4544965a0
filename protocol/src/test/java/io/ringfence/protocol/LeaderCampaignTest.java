package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.L3;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.ROSTER;
import static io.ringfence.protocol.Replicas.asVoter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The campaign for a term (design §4 phase 2). */
class LeaderCampaignTest {
    private final LeaderScene leader = LeaderScene.campaigning();

    private LeaderScene taken(ReplicaId by, LeaderId winner) {
        return leader.on(
                new Message.VoteTaken(
                        asVoter(by), leader.state().term(), leader.state().id(), winner));
    }

    @Test
    void theTermIsOneMoreThanTheHighestSeenAndAllAreAsked() {
        assertThat(leader.state().term()).isEqualTo(Term.of(5));
        for (ReplicaId to : ROSTER.voters()) {
            assertThat(leader.sentTo(to))
                    .isEqualTo(
                            List.of(
                                    new Message.RequestVote(
                                            Term.of(5), leader.state().id(), ROSTER)));
        }
    }

    @Test
    void theHighestTermSeenMayComeFromAnAnswerThatIsLate() {
        LeaderScene other = LeaderScene.probing();
        other.on(new Message.Fenced(asVoter(R3), Term.of(30), L2, Boundary.APPLY, Term.of(2)));
        other.on(other.probeAnswer(asVoter(R1), 4)).on(other.probeAnswer(asVoter(R2), 3));
        assertThat(other.state().term()).isEqualTo(Term.of(31));
    }

    @Test
    void itNeverCampaignsTwiceInATerm() {
        Term first = leader.state().term();
        LeaderId id = leader.state().id();
        leader.after(1_000);
        while (leader.phase() != LeaderPhase.PROBING) leader.after(100);
        leader.on(leader.probeAnswer(asVoter(R1), 4)).on(leader.probeAnswer(asVoter(R2), 3));
        assertThat(leader.state().term()).isEqualTo(first.next());
        assertThat(leader.state().id()).isNotEqualTo(id);
    }

    @Test
    @DisplayName("V9 Grants without the home's own are not enough")
    void theHomeMustBeAmongTheGrants() {
        leader.on(leader.granted(asVoter(R2), "1/1"));
        leader.on(leader.granted(asVoter(R3), "1/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        leader.on(leader.granted(asVoter(R1), "1/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
    }

    @Test
    void theHomeAloneIsNoQuorum() {
        leader.on(leader.granted(asVoter(R1), "1/1"));
        leader.on(leader.granted(asVoter(R1), "1/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    @DisplayName("V16 A grant of an older campaign counts for nothing and is counted")
    void aGrantOfAnOlderCampaignIsLate() {
        Message.Granted old = leader.granted(asVoter(R1), "1/1");
        leader.after(1_000);
        while (leader.phase() != LeaderPhase.PROBING) leader.after(100);
        leader.on(leader.probeAnswer(asVoter(R1), 5)).on(leader.probeAnswer(asVoter(R2), 5));
        leader.on(old);
        assertThat(leader.state().election().grants()).isEmpty();
        assertThat(leader.state().lateAnswers()).isEqualTo(1);
    }

    @Test
    void aGrantOfAnotherTermCountsForNothing() {
        Message.Granted g = leader.granted(asVoter(R1), "1/1");
        leader.on(
                new Message.Granted(
                        g.from(),
                        Term.of(4),
                        g.leader(),
                        g.last(),
                        g.snapshot(),
                        g.commitIndex(),
                        g.founding()));
        assertThat(leader.state().election().grants()).isEmpty();
    }

    @Test
    void whoDidNotGrantIsAskedAgain() {
        leader.on(leader.granted(asVoter(R1), "1/1")).after(300);
        assertThat(leader.sentTo(R1)).isEmpty();
        assertThat(leader.sentTo(R2, Message.RequestVote.class)).hasSize(1);
        assertThat(leader.sentTo(R3, Message.RequestVote.class)).hasSize(1);
    }

    @Test
    void aCampaignWithoutEnoughGrantsEndsWithTheElectionTimeout() {
        leader.on(leader.granted(asVoter(R1), "1/1"));
        leader.after(999);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        leader.after(1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("term 5 was granted by 1 of 3 replicas");
    }

    @Test
    @DisplayName("§13.10 One vote taken is not the end; as many as leave no quorum are")
    void aTermThatWentToAnotherEndsTheCampaign() {
        taken(R2, L3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        taken(R2, L3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        taken(R3, L3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("term 5 went to L3");
    }

    @Test
    void oneVoteTakenDoesNotPreventTheOthers() {
        taken(R3, L3);
        leader.on(leader.granted(asVoter(R1), "1/1"));
        leader.on(leader.granted(asVoter(R2), "1/1"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
    }

    @Test
    @DisplayName("L4 A newer term in any answer ends the campaign")
    void aNewerTermEndsTheCampaign() {
        leader.on(leader.fenced(R2, 9));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("superseded: r2 is at term 9, ours was 5");
        assertThat(leader.state().highest()).isEqualTo(Term.of(9));
    }

    @Test
    void aRefusalIsNamedInTheReason() {
        leader.on(
                new Message.Refused(
                        asVoter(R2),
                        Term.of(5),
                        leader.state().id(),
                        Boundary.VOTE,
                        "a patient grants nothing"));
        leader.after(1_000);
        assertThat(leader.reason()).contains("r2 refused: a patient grants nothing");
    }

    @Test
    void aClusterOfOneElectsItself() {
        LeaderScene alone = LeaderScene.blank(Roster.of("g", "r1")).after(1);
        alone.on(alone.probeAnswer(asVoter(R1), 4));
        assertThat(alone.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        alone.on(alone.granted(asVoter(R1), "0/0"));
        assertThat(alone.phase()).isEqualTo(LeaderPhase.FENCING);
        alone.opened(asVoter(R1), "0/0").acknowledged(R1, 1);
        assertThat(alone.state().serving()).isEqualTo(new ServingState.Serving(Term.of(5)));
    }

    @Test
    void aRequestWhileCampaigningIsRejectedWithTheReason() {
        leader.propose(1);
        assertThat(leader.actions())
                .isEqualTo(
                        List.of(new LeaderAction.Reject(1, new Rejection.NotServing("starting"))));
        leader.read(2);
        assertThat(leader.actions())
                .isEqualTo(
                        List.of(new LeaderAction.Reject(2, new Rejection.NotServing("starting"))));
    }

    @Test
    void aCampaignIsNotPublishedAndNothingIsAbandoned() {
        leader.on(leader.fenced(R2, 9));
        assertThat(leader.actions(LeaderAction.Abandon.class)).isEmpty();
        assertThat(leader.published()).hasSize(1);
    }

    @Test
    void aQuestionThatWasAskedAgainHasItsTimeAgain() {
        leader.after(300);
        assertThat(leader.sentTo(R2)).hasSize(1);
        leader.after(299);
        assertThat(leader.sentTo(R2)).isEmpty();
        leader.after(1);
        assertThat(leader.sentTo(R2)).hasSize(1);
    }
}
