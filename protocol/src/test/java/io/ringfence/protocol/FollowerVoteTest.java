package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.L3;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.patient;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** One vote a term, written before it is told; and probes, which change nothing. */
class FollowerVoteTest {
    private static ReplicaScene votedFor(LeaderId leader, long term) {
        return ReplicaScene.of(voter(R2, term, Optional.of(leader), "1/1 1/2", 1));
    }

    @Test
    @DisplayName("V2 The vote of a newer term is granted, and written first")
    void aNewerTermIsGranted() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 3, "1/1 1/2")).on(requestVote(7, L1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(7), L1)));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.Granted(
                                asVoter(R2),
                                Term.of(7),
                                L1,
                                id("1/2"),
                                Optional.empty(),
                                Index.ZERO,
                                Optional.of(Replicas.FOUNDING)));
        assertThat(r2.state().vote()).contains(L1);
    }

    @Test
    @DisplayName("V2 The free vote of an equal term is granted, and written first")
    void theFreeVoteOfAnEqualTermIsGranted() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(requestVote(7, L1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(7), L1)));
        assertThat(r2.answer()).isInstanceOf(Message.Granted.class);
    }

    @Test
    @DisplayName("V2 §13.10 Granted L1@7: L2@7 is told that the vote is taken, and nothing changes")
    void aSpentVoteIsRefusedWithItsOwnAnswer() {
        ReplicaScene r2 = votedFor(L1, 7).on(requestVote(7, L2));
        assertThat(r2.answer()).isEqualTo(new Message.VoteTaken(asVoter(R2), Term.of(7), L2, L1));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions()).hasSize(1);
        assertThat(r2.state().vote()).contains(L1);
    }

    @Test
    @DisplayName("V2 Granted L1@7: L1@7 asked again is granted, and nothing is written twice")
    void theSameLeaderAskedAgainIsGranted() {
        ReplicaScene r2 = votedFor(L1, 7).on(requestVote(7, L1));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Granted.class).leader()).isEqualTo(L1);
    }

    @Test
    @DisplayName("V2 Granted L1@7: L2@8 is granted")
    void aNewerTermFreesTheVote() {
        ReplicaScene r2 = votedFor(L1, 7).on(requestVote(8, L2));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(8), L2)));
        assertThat(r2.answer()).isInstanceOf(Message.Granted.class);
    }

    @Test
    @DisplayName("V2 Granted L1@7: anyone at 6 is fenced, L1 too")
    void anOlderTermIsFencedWhoeverAsks() {
        for (LeaderId leader : List.of(L1, L2, L3)) {
            ReplicaScene r2 = votedFor(L1, 7).on(requestVote(6, leader));
            assertThat(r2.answer())
                    .isEqualTo(
                            new Message.Fenced(
                                    asVoter(R2), Term.of(7), leader, Boundary.VOTE, Term.of(6)));
            assertThat(r2.events()).isEmpty();
        }
    }

    @Test
    @DisplayName("V3 The vote outlives the process")
    void theVoteOutlivesTheProcess() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 3, "1/1")).on(requestVote(7, L1));
        r2 = r2.restarted().on(requestVote(7, L2));
        assertThat(r2.answer()).isInstanceOf(Message.VoteTaken.class);
        assertThat(r2.state().vote()).contains(L1);
    }

    @Test
    @DisplayName("V17 The vote is spent on the leader followed, unasked")
    void theVoteIsSpentOnTheLeaderFollowed() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 3, "1/1")).on(ReplicaScene.open(7, L1, 1));
        r2.on(requestVote(7, L2));
        assertThat(r2.answer(Message.VoteTaken.class).takenBy()).isEqualTo(L1);
    }

    @Test
    void aPatientGrantsNothingAndStillTakesTheNewerTerm() {
        ReplicaScene r2 = ReplicaScene.of(patient(R2, 3)).on(requestVote(7, L2));
        assertThat(r2.events()).isEqualTo(List.of(new Event.TermAdvanced(Term.of(7))));
        Message.Refused refused = r2.answer(Message.Refused.class);
        assertThat(refused.boundary()).isEqualTo(Boundary.VOTE);
        assertThat(refused.term()).isEqualTo(Term.of(7));
        assertThat(refused.reason()).contains("a patient grants nothing");
        assertThat(r2.state().vote()).isEmpty();
    }

    @Test
    void aQuarantinedReplicaGrantsNothing() {
        FollowerState damaged = voter(R2, 3, "1/1").apply(new Event.Quarantined("damage"));
        ReplicaScene r2 = ReplicaScene.of(damaged).on(requestVote(3, L2));
        assertThat(r2.answer()).isInstanceOf(Message.Refused.class);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aReplicaInNoGroupGrantsForAFoundingAndSaysSo() {
        ReplicaScene r2 = ReplicaScene.of(unfounded(R2)).on(requestVote(1, L1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(1), L1)));
        Message.Granted granted = r2.answer(Message.Granted.class);
        assertThat(granted.from().kind()).isEqualTo(Standing.Kind.UNFOUNDED);
        assertThat(granted.founding()).isEmpty();
        assertThat(granted.last()).isEqualTo(EntryId.ZERO);
    }

    @Test
    @DisplayName("V14 A voter list that differs is refused with both named, and raises the fence")
    void anotherRosterIsRefusedWithBothNamed() {
        Roster other = Roster.of("g", "r1", "r2", "r4");
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 3, "1/1"));
        r2.on(new Message.RequestVote(Term.of(7), L1, other));
        assertThat(r2.events()).isEqualTo(List.of(new Event.TermAdvanced(Term.of(7))));
        assertThat(r2.answer(Message.Refused.class).reason())
                .contains("g[r1,r2,r3]")
                .contains("g[r1,r2,r4]");
        r2.on(new Message.RequestVote(Term.of(7), L1, other));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aGrantTellsTheCommitIndexThatIsDurable() {
        ReplicaScene r2 = votedFor(L1, 7).on(requestVote(8, L2));
        assertThat(r2.answer(Message.Granted.class).commitIndex()).isEqualTo(Index.of(1));
    }

    private static Message.Probe probe(Roster roster) {
        return new Message.Probe(new Nonce(42), L2, roster);
    }

    @Test
    @DisplayName("V12 A probe writes nothing, keeps nothing and changes no term")
    void aProbeChangesNothing() {
        ReplicaScene r2 = ReplicaScene.following(7, "1/1 1/2", 1);
        FollowerState state = r2.state();
        Contact contact = r2.contact();
        r2.on(probe(Replicas.ROSTER));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state()).isEqualTo(state);
        assertThat(r2.contact()).isEqualTo(contact);
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.ProbeAnswer(
                                asVoter(R2),
                                Term.of(7),
                                L2,
                                new Nonce(42),
                                id("1/2"),
                                Optional.of(L1),
                                Optional.of(Replicas.FOUNDING)));
    }

    @Test
    @DisplayName("V14 A probe of another roster is refused with both named")
    void aProbeOfAnotherRosterIsRefused() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 3, "1/1"));
        r2.on(probe(Roster.of("h", "r1", "r2", "r3")));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Refused.class).reason())
                .contains("g[r1,r2,r3]")
                .contains("h[r1,r2,r3]");
        assertThat(r2.answer().leader()).isEqualTo(L2);
    }

    private static Optional<LeaderId> heardBy(ReplicaScene scene) {
        return scene.on(probe(Replicas.ROSTER)).answer(Message.ProbeAnswer.class).hears();
    }

    @Test
    void aLeaderIsHeardUntilTheElectionTimeoutHasPassed() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).at(500);
        r2.on(ReplicaScene.open(7, L1, 1));
        assertThat(heardBy(r2.at(500 + 999))).contains(L1);
        assertThat(heardBy(r2.at(500 + 1_000))).isEmpty();
        r2.on(ReplicaScene.append(7, L1, "1/1", "", 0));
        assertThat(heardBy(r2.at(500 + 1_999))).contains(L1);
    }

    @Test
    void aLeaderOfAnOlderTermIsNotHeard() {
        ReplicaScene r2 = ReplicaScene.following(7, "1/1", 0).on(requestVote(8, L3));
        assertThat(heardBy(r2)).isEmpty();
    }

    @Test
    void afterARestartNoLeaderIsHeard() {
        assertThat(heardBy(ReplicaScene.following(7, "1/1", 0).restarted())).isEmpty();
    }

    @Test
    void aVoteAloneMakesNoLeader() {
        assertThat(heardBy(votedFor(L1, 7))).isEmpty();
    }
}
