package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a replica remembers: each event's fold, and the floors of a recovered state. */
class FollowerStateTest {
    private static FollowerState fold(Event... events) {
        return Follower.fold(FollowerState.blank(R2), List.of(events));
    }

    private static Event started() {
        return new Event.Started(life(R2));
    }

    private static Event founded() {
        return new Event.GroupFounded(FOUNDING);
    }

    private static Event appended(String previous, String entries, long commit) {
        return new Event.EntriesAppended(id(previous), entries(entries), Index.of(commit));
    }

    @Test
    void aBlankReplicaIsInNoGroup() {
        FollowerState blank = FollowerState.blank(R2);
        assertThat(blank.term()).isEqualTo(Term.ZERO);
        assertThat(blank.vote()).isEmpty();
        assertThat(blank.incarnation()).isEmpty();
        assertThat(blank.standing().kind()).isEqualTo(Standing.Kind.UNFOUNDED);
        assertThat(blank.log()).isEqualTo(Log.EMPTY);
    }

    @Test
    @DisplayName("V1 Term 7 with a vote, then 8 with none: recovered as written")
    void termAndVoteAreRecoveredAsWritten() {
        Event vote = new Event.VoteGranted(Term.of(7), L1);
        FollowerState at7 = fold(started(), vote);
        assertThat(at7.term()).isEqualTo(Term.of(7));
        assertThat(at7.vote()).contains(L1);
        FollowerState at8 = fold(started(), vote, new Event.TermAdvanced(Term.of(8)));
        assertThat(at8.term()).isEqualTo(Term.of(8));
        assertThat(at8.vote()).isEmpty();
    }

    @Test
    @DisplayName("V6 Recorded term 2, last entry of epoch 5: the replica starts at 5, no vote left")
    void theTermIsNeverBehindTheLog() {
        FollowerState floored =
                fold(
                        started(),
                        founded(),
                        new Event.VoteGranted(Term.of(2), L1),
                        appended("0/0", "1/1 5/2", 0));
        assertThat(floored.term()).isEqualTo(Term.of(5));
        assertThat(floored.vote()).contains(FollowerState.SPENT);
    }

    @Test
    @DisplayName("V6 A floor below or at the recorded term leaves term and vote as they are")
    void aFloorThatIsNoHigherLeavesTheVote() {
        FollowerState equal = voter(R2, 5, Optional.of(L1), "1/1 5/2", 0);
        assertThat(equal.term()).isEqualTo(Term.of(5));
        assertThat(equal.vote()).contains(L1);
        FollowerState lower = voter(R2, 6, Optional.of(L2), "1/1 5/2", 0);
        assertThat(lower.term()).isEqualTo(Term.of(6));
        assertThat(lower.vote()).contains(L2);
    }

    @Test
    @DisplayName("V6 The vote of a term learnt from an entry is spent: nobody gets it")
    void theVoteOfAFlooredTermIsSpent() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 2, "1/1 5/2"));
        r2.on(ReplicaScene.requestVote(5, L1));
        assertThat(r2.answer()).isInstanceOf(Message.VoteTaken.class);
        assertThat(r2.events()).isEmpty();
        r2.on(ReplicaScene.requestVote(6, L1));
        assertThat(r2.answer()).isInstanceOf(Message.Granted.class);
    }

    @Test
    @DisplayName("V8 A commit index past the end of the log is clamped to it")
    void aCommitIndexPastTheEndIsClamped() {
        assertThat(voter(R2, 5, Optional.empty(), "1/1 1/2", 9).commitIndex())
                .isEqualTo(Index.of(2));
        assertThat(voter(R2, 5, Optional.empty(), "", 9).commitIndex()).isEqualTo(Index.ZERO);
        assertThat(fold(started(), founded(), appended("0/0", "1/1", 7)).commitIndex())
                .isEqualTo(Index.of(1));
    }

    @Test
    void aFoundedReplicaIsAVoterAsTheIncarnationItThenWas() {
        FollowerState voter = fold(started(), founded());
        assertThat(voter.standing()).isEqualTo(Replicas.asVoter(R2));
        assertThat(voter.founding()).contains(FOUNDING);
        assertThat(voter.admitted()).contains(life(R2));
    }

    @Test
    @DisplayName("V18 A founding of a higher term supersedes a provisional one")
    void aNewerFoundingSupersedes() {
        Founding newer = Replicas.founding("g2", 4);
        FollowerState voter = fold(started(), founded(), new Event.GroupFounded(newer));
        assertThat(voter.founding()).contains(newer);
        assertThat(voter.standing().isVoter()).isTrue();
    }

    @Test
    void whatFollowedAnAppendsPreviousIsReplaced() {
        FollowerState after =
                fold(
                        started(),
                        founded(),
                        appended("0/0", "1/1 1/2 1/3", 1),
                        new Event.TermAdvanced(Term.of(2)),
                        appended("1/1", "2/2", 1));
        assertThat(after.log()).isEqualTo(log("1/1 2/2"));
        assertThat(after.commitIndex()).isEqualTo(Index.of(1));
    }

    @Test
    void aQuarantinedReplicaIsAPatientOfItsNextIncarnation() {
        FollowerState quarantined =
                fold(
                        started(),
                        founded(),
                        appended("0/0", "1/1", 1),
                        new Event.Quarantined("damage"));
        assertThat(quarantined.standing())
                .isEqualTo(new Standing(R2, life(R2).next(), Standing.Kind.PATIENT));
        assertThat(quarantined.cure())
                .isEqualTo(new FollowerState.Cure(Optional.of("damage"), false));
        assertThat(quarantined.log()).isEqualTo(log("1/1"));
        assertThat(quarantined.founding()).contains(FOUNDING);
    }

    @Test
    void aReplicaQuarantinedBeforeItWasInAGroupIsAPatientToo() {
        FollowerState quarantined = fold(started(), new Event.Quarantined("damage"));
        assertThat(quarantined.standing().isPatient()).isTrue();
    }

    @Test
    @DisplayName("V19 A patient restarted in the middle of its cure is still a patient")
    void aPatientInTheMiddleOfItsCureIsStillOne() {
        FollowerState half =
                fold(
                        new Event.Started(secondLife(R2)),
                        new Event.VoteGranted(Term.of(2), L1),
                        new Event.CureStarted(FOUNDING),
                        appended("0/0", "1/1 1/2", 2));
        assertThat(half.standing()).isEqualTo(Replicas.asPatient(R2));
        assertThat(half.cure().started()).isTrue();
        assertThat(half.log()).isEqualTo(log("1/1 1/2"));
    }

    @Test
    void aCureStartsOnAnEmptyLogAndKeepsTheTermWithItsVoteSpent() {
        FollowerState started =
                fold(
                        started(),
                        founded(),
                        new Event.VoteGranted(Term.of(3), L1),
                        appended("0/0", "1/1 3/2", 2),
                        new Event.Quarantined("damage"),
                        new Event.CureStarted(FOUNDING));
        assertThat(started.log()).isEqualTo(Log.EMPTY);
        assertThat(started.commitIndex()).isEqualTo(Index.ZERO);
        assertThat(started.term()).isEqualTo(Term.of(3));
        assertThat(started.vote()).contains(FollowerState.SPENT);
        assertThat(started.standing().isPatient()).isTrue();
        assertThat(started.cure().quarantine()).contains("damage");
    }

    @Test
    void aCuredReplicaIsAVoterAgain() {
        Entry readmission = readmission("2/2", R2, secondLife(R2));
        FollowerState cured =
                fold(
                        new Event.Started(secondLife(R2)),
                        new Event.VoteGranted(Term.of(2), L1),
                        new Event.CureStarted(FOUNDING),
                        new Event.EntriesAppended(
                                EntryId.ZERO,
                                List.of(Replicas.entry("1/1"), readmission),
                                Index.of(2)),
                        new Event.Cured(id("2/2")));
        assertThat(cured.standing()).isEqualTo(Replicas.asReadmitted(R2));
        assertThat(cured.cure()).isEqualTo(FollowerState.Cure.NONE);
        assertThat(cured.founding()).contains(FOUNDING);
    }

    @Test
    void foldingDoesNotChangeTheStateItBeganWith() {
        FollowerState before = fold(started(), founded(), appended("0/0", "1/1", 0));
        FollowerState copy = fold(started(), founded(), appended("0/0", "1/1", 0));
        FollowerState after = before.apply(appended("1/1", "1/2 1/3", 2));
        assertThat(after.log()).isEqualTo(log("1/1 1/2 1/3"));
        assertThat(before).isEqualTo(copy);
    }

    @Test
    void aReplicaThatNeverStartedAnswersAsUnstarted() {
        assertThat(FollowerState.blank(R2).standing().incarnation())
                .isEqualTo(Incarnation.first("unstarted"));
        assertThat(unfounded(R2).standing()).isEqualTo(Replicas.asUnfounded(R2));
    }

    @Test
    void onlyTermAndVoteEventsSayATerm() {
        assertThat(Event.termOf(new Event.TermAdvanced(Term.of(3)))).contains(Term.of(3));
        assertThat(Event.termOf(new Event.VoteGranted(Term.of(4), L1))).contains(Term.of(4));
        assertThat(Event.termOf(founded())).isEmpty();
        assertThat(Event.termOf(appended("0/0", "1/1", 0))).isEmpty();
    }
}
