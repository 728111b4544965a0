package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.ROSTER;
import static io.ringfence.protocol.Replicas.asUnfounded;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.founding;
import static io.ringfence.protocol.Replicas.life;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the grants allow while logs are empty: which founding counts, or a new one (V14, V18). */
class LeaderFoundingTest {
    private static final Founding OF_2 = founding("g2", 2);
    private static final Founding OF_3 = founding("g3", 3);

    private final LeaderScene leader = LeaderScene.campaigning();

    private LeaderScene empty(ReplicaId from) {
        return leader.on(leader.granted(asUnfounded(from), "0/0"));
    }

    private LeaderScene of(ReplicaId from, Founding founding, String last) {
        return leader.on(leader.granted(asVoter(from), last, 0, Optional.of(founding)));
    }

    private LeaderScene accepted(ReplicaId from) {
        Founding founding = leader.state().election().founding().orElseThrow();
        return leader.on(
                new Message.FoundAccepted(
                        asVoter(from),
                        leader.state().term(),
                        leader.state().id(),
                        founding.group()));
    }

    private Founding led() {
        return leader.replication().founding();
    }

    private LeaderScene founding3() {
        empty(R1);
        empty(R2);
        return empty(R3);
    }

    @Test
    @DisplayName("V14 Founding needs every voter: a quorum of empty logs is not enough")
    void foundingNeedsEveryVoter() {
        empty(R1);
        empty(R2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        empty(R3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FOUNDING);
    }

    @Test
    void aFoundingNamesItsTermAndTheIncarnationsThatGrantedIt() {
        founding3();
        Founding made = leader.state().election().founding().orElseThrow();
        assertThat(made.term()).isEqualTo(Term.of(5));
        assertThat(made.group().name()).isEqualTo("g");
        assertThat(made.voters()).containsOnlyKeys(R1, R2, R3);
        for (ReplicaId each : ROSTER.voters()) {
            assertThat(made.names(each, life(each))).isTrue();
            assertThat(leader.sentTo(each))
                    .containsExactly(new Message.Found(Term.of(5), leader.state().id(), made));
        }
    }

    @Test
    @DisplayName("V14 The first entry waits until every voter accepted the founding")
    void theFirstEntryWaitsForAllAcceptances() {
        founding3();
        accepted(R1);
        accepted(R2);
        accepted(R2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FOUNDING);
        assertThat(leader.state().replication()).isEmpty();
        accepted(R3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.lastIndex()).isEqualTo(1);
    }

    @Test
    void whoDidNotAcceptIsAskedAgain() {
        founding3();
        accepted(R1);
        leader.after(300);
        assertThat(leader.sentTo(R1)).isEmpty();
        assertThat(leader.sentTo(R2, Message.Found.class)).hasSize(1);
        assertThat(leader.sentTo(R3, Message.Found.class)).hasSize(1);
    }

    @Test
    void aFoundingThatNotAllAcceptEndsWithTheElectionTimeout() {
        founding3();
        accepted(R1);
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("founding needs all 3 voters, 1 agreed");
    }

    @Test
    @DisplayName("V18 A founding that is refused says by whom and why, and never begins")
    void aRefusedFoundingNeverBegins() {
        founding3();
        accepted(R1);
        accepted(R2);
        leader.on(
                new Message.Refused(
                        Replicas.asUnfounded(R3),
                        Term.of(5),
                        leader.state().id(),
                        Boundary.FOUNDING,
                        "another incarnation"));
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).contains("r3 refused: another incarnation");
    }

    @Test
    @DisplayName("V18 A newer term ends the founding")
    void aNewerTermEndsTheFounding() {
        founding3();
        leader.on(leader.fenced(R2, 6));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("V18 A late grant changes nothing once the founding began")
    void aLateGrantDoesNotDisturbAFounding() {
        founding3();
        Election before = leader.state().election();
        of(R2, OF_3, "0/0");
        assertThat(leader.state().election()).isEqualTo(before);
        assertThat(leader.state().lateAnswers()).isEqualTo(1);
    }

    @Test
    void anEmptyGroupThatAQuorumWasFoundedInIsLedAsItIs() {
        of(R1, FOUNDING, "0/0");
        of(R2, FOUNDING, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(led()).isEqualTo(FOUNDING);
    }

    @Test
    @DisplayName(
            "V18 While all logs are empty the founding of the highest term counts, and lower ones"
                    + " are void")
    void theHighestFoundingCountsWhileAllAreEmpty() {
        of(R1, OF_3, "0/0");
        of(R2, OF_2, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        of(R3, OF_3, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(led()).isEqualTo(OF_3);
    }

    @Test
    @DisplayName("V18 A home whose own founding is void does not lead the newer one's quorum")
    void aHomeOfAVoidFoundingDoesNotLead() {
        of(R1, OF_2, "0/0");
        of(R2, OF_3, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        of(R3, OF_3, "0/0");
        // All granted and all are empty, so nothing is lost by founding anew: never stuck.
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FOUNDING);
    }

    @Test
    @DisplayName("V18 Foundings that went nowhere are superseded when all grant, never stuck")
    void foundingsThatWentNowhereAreSuperseded() {
        of(R1, OF_2, "0/0");
        empty(R2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        empty(R3);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FOUNDING);
        assertThat(leader.state().election().founding().orElseThrow().term()).isEqualTo(Term.of(5));
    }

    @Test
    @DisplayName(
            "V18 A log that holds entries decides the group, whatever newer provisional founding"
                    + " there is")
    void aLogWithEntriesDecidesTheGroup() {
        of(R1, OF_2, "2/1");
        of(R3, OF_3, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        of(R2, OF_2, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        assertThat(leader.state().election().founding()).contains(OF_2);
    }

    @Test
    @DisplayName("V14 With a log among the grants nothing is founded, though all granted")
    void nothingIsFoundedWhereALogHoldsEntries() {
        empty(R1);
        empty(R2);
        of(R3, FOUNDING, "1/1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        leader.after(1_000);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    @DisplayName("V14 Two groups of one name that both hold entries are never led as one")
    void twoGroupsAreNeverLedAsOne() {
        of(R1, OF_2, "2/1");
        of(R2, OF_3, "3/1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        of(R3, OF_3, "3/1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    @DisplayName("V13 A home that was wiped leads nobody, though a quorum of others granted")
    void aWipedHomeLeadsNobody() {
        empty(R1);
        of(R2, FOUNDING, "1/1");
        of(R3, FOUNDING, "1/1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }

    @Test
    @DisplayName("V18 An empty grant of a life that the founding does not name is void")
    void anEmptyGrantOfAnotherLifeIsVoid() {
        of(R1, FOUNDING, "0/0");
        leader.on(leader.granted(Replicas.asReadmitted(R2), "0/0", 0, Optional.of(FOUNDING)));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
    }
}
