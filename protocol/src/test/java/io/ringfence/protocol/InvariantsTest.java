package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.patient;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Each check can fail, and then says in a plain sentence what should have been, with the values.
 */
class InvariantsTest {
    private static final FollowerState VOTED = voter(R2, 5, Optional.of(L1), "1/1 1/2 5/3", 2);

    private static void assertViolates(FollowerState state, Event event, String sentence) {
        assertViolation(() -> state.apply(event), sentence);
    }

    private static AbstractThrowableAssert<?, ?> assertViolation(Runnable step, String sentence) {
        return assertThatThrownBy(step::run)
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageStartingWith("invariant violated: " + sentence);
    }

    private static Event appended(String previous, String entries, long commit) {
        return new Event.EntriesAppended(id(previous), entries(entries), Index.of(commit));
    }

    @Test
    void aCheckThatHoldsSaysNothingAndOneThatFailsNamesItsValues() {
        assertThatCode(() -> Invariants.check(true, "all is well", 1)).doesNotThrowAnyException();
        assertViolation(
                        () -> Invariants.check(false, "all is well", Term.of(3), id("1/2")),
                        "all is well")
                .hasMessageEndingWith("all is well [3, 1/2]");
    }

    @Test
    void theTermNeverFalls() {
        FollowerState free = voter(R2, 5, "1/1");
        assertViolates(free, new Event.TermAdvanced(Term.of(4)), "the term never falls [5, 4]");
        assertViolates(free, new Event.VoteGranted(Term.of(4), L1), "the term never falls");
    }

    @Test
    @DisplayName("V6 A term that falls is seen though the log's last epoch would lift it again")
    void aFallingTermIsSeenThoughTheLogWouldLiftIt() {
        assertViolates(VOTED, new Event.TermAdvanced(Term.of(4)), "the term never falls [5, 4]");
        assertViolates(VOTED, new Event.VoteGranted(Term.of(4), L1), "the term never falls");
        FollowerState free = voter(R2, 5, "1/1 1/2 5/3");
        assertViolates(free, new Event.TermAdvanced(Term.of(4)), "the term never falls [5, 4]");
    }

    @Test
    void aViolatedFoldLeavesTheStateAsItWas() {
        FollowerState voted = voter(R2, 5, Optional.of(L1), "1/1", 1);
        assertViolates(voted, new Event.TermAdvanced(Term.of(4)), "the term never falls");
        assertThat(voted).isEqualTo(voter(R2, 5, Optional.of(L1), "1/1", 1));
        assertThat(voted.log()).isEqualTo(log("1/1"));
    }

    @Test
    @DisplayName("V2 A term's vote is never spent twice, nor taken back")
    void aVoteIsNeverSpentTwice() {
        String sentence = "a term's vote is never spent twice";
        assertViolates(VOTED, new Event.VoteGranted(Term.of(5), L2), sentence);
        assertViolates(VOTED, new Event.TermAdvanced(Term.of(5)), sentence);
        assertThat(VOTED.apply(new Event.VoteGranted(Term.of(5), L1))).isEqualTo(VOTED);
    }

    @Test
    @DisplayName("V6 The vote of a term learnt from an entry is never spent on anyone")
    void aFlooredVoteIsNeverSpent() {
        FollowerState floored = voter(R2, 2, "1/1 5/2");
        assertViolates(
                floored,
                new Event.VoteGranted(Term.of(5), L1),
                "a term's vote is never spent twice");
    }

    @Test
    @DisplayName("F13 An entry at or below the commit index is never cut or changed")
    void whatIsCommittedIsNeverCut() {
        assertViolates(
                VOTED,
                appended("1/1", "5/2", 2),
                "an entry at or below the commit index is never cut [1/1, 2]");
        assertThat(VOTED.apply(appended("1/2", "5/3", 2)).commitIndex()).isEqualTo(Index.of(2));
    }

    @Test
    @DisplayName("F15 The commit index that is recorded never falls")
    void theCommitIndexNeverFalls() {
        assertViolates(VOTED, appended("5/3", "5/4", 1), "the commit index never falls [2, 1]");
    }

    @Test
    void entriesStandOnlyInAGroup() {
        assertViolates(
                unfounded(R2),
                appended("0/0", "1/1", 0),
                "a log grows only in a group that was founded");
    }

    @Test
    void aGroupIsFoundedOnAnEmptyLogOnly() {
        assertViolates(
                VOTED, new Event.GroupFounded(FOUNDING), "a group is founded on an empty log");
    }

    @Test
    void aReplicaStartsOnce() {
        assertViolates(VOTED, new Event.Started(secondLife(R2)), "a replica starts once");
    }

    @Test
    void anAppendFollowsAnEntryThatIsHeld() {
        String sentence = "an append follows an entry";
        assertViolates(VOTED, appended("5/9", "5/10", 2), sentence);
        assertViolates(VOTED, appended("2/2", "5/3", 2), sentence);
    }

    @Test
    void anAppendThatIsWrittenHasEntries() {
        assertViolation(
                () -> new Event.EntriesAppended(id("1/1"), List.of(), Index.ZERO),
                "an append that is written has entries");
    }

    @Test
    void entriesOfAnAppendFollowOneAnother() {
        assertViolates(VOTED, appended("5/3", "5/5", 2), "entries follow one another by index");
        assertViolates(VOTED, appended("5/3", "5/4 4/5", 2), "epochs never fall along a log");
    }

    @Test
    @DisplayName("V15 A patient is cured by its newest readmission and no other")
    void aPatientIsCuredByItsNewestReadmission() {
        String sentence = "a patient is cured by its newest readmission";
        assertViolates(patient(R2, 5), new Event.Cured(id("5/1")), sentence);
        FollowerState twice =
                patient(R2, 5)
                        .apply(
                                new Event.EntriesAppended(
                                        EntryId.ZERO,
                                        List.of(
                                                readmission("5/1", R2, life(R2)),
                                                readmission("5/2", R2, secondLife(R2))),
                                        Index.of(2)));
        assertViolates(twice, new Event.Cured(id("5/1")), sentence);
        assertThat(twice.apply(new Event.Cured(id("5/2"))).standing().isVoter()).isTrue();
    }

    private static Snapshot at(String log, long index) {
        return Replicas.snapshot(log(log).position(Index.of(index)));
    }

    @Test
    @DisplayName("N1 A snapshot is taken at an entry that is held, stamped with what it says")
    void aSnapshotIsStamped() {
        assertViolates(
                VOTED,
                new Event.SnapshotTaken(Replicas.snapshot("2/2"), id("1/1")),
                "a snapshot is taken at an entry held");
        LogPosition early = new LogPosition(id("1/2"), 0, 134, List.of());
        assertViolates(
                VOTED,
                new Event.SnapshotTaken(Replicas.snapshot(early), id("1/1")),
                "a snapshot is stamped");
        assertViolates(
                VOTED,
                new Event.SnapshotTaken(at("1/1 1/2", 2), id("5/3")),
                "a log is cut at or below its snapshot");
    }

    @Test
    void snapshotsNeverGoBack() {
        FollowerState taken = VOTED.apply(new Event.SnapshotTaken(at("1/1 1/2", 2), id("1/1")));
        assertThat(taken.log().base()).isEqualTo(id("1/1"));
        assertViolates(
                taken,
                new Event.SnapshotTaken(at("1/1 1/2", 2), id("1/2")),
                "snapshots never go back");
    }

    @Test
    @DisplayName("§13.6 A snapshot at or below the commit index replaces nothing")
    void aSnapshotBelowTheCommitIndexReplacesNothing() {
        assertViolates(
                VOTED,
                new Event.SnapshotInstalled(at("1/1 1/2", 2)),
                "a snapshot at or below the commit index replaces nothing");
        LogPosition early = new LogPosition(id("5/3"), 0, 201, List.of());
        assertViolates(
                VOTED,
                new Event.SnapshotInstalled(Replicas.snapshot(early)),
                "a snapshot says what the log says");
    }

    @Test
    void aLogIsCutOnlyBehindASnapshotOfWhatIsCommitted() {
        Log cut = log("1/1 1/2 5/3").cutBefore(Index.of(1));
        assertViolation(() -> withLog(cut, 2, null), "a log is cut only behind a snapshot");
        assertViolation(
                () -> withLog(cut, 2, Replicas.snapshot("2/2")), "a log goes on from its snapshot");
        assertViolation(
                () -> withLog(cut, 1, at("1/1 1/2", 2)), "a snapshot is of what is committed");
    }

    private static FollowerState withLog(Log log, long commit, Snapshot snapshot) {
        return new FollowerState(
                R2,
                VOTED.incarnation(),
                VOTED.founding(),
                VOTED.admitted(),
                VOTED.cure(),
                VOTED.term(),
                VOTED.vote(),
                log,
                Index.of(commit),
                Optional.ofNullable(snapshot));
    }

    @Test
    void aStepIsCheckedForAnyEvent() {
        FollowerState lower = voter(R2, 4, "1/1");
        Event event = new Event.Quarantined("damage");
        assertViolation(() -> Invariants.checkStep(VOTED, event, lower), "the term never falls");
        FollowerState other = voter(R2, 5, Optional.of(L2), "1/1 1/2 5/3", 2);
        assertViolation(
                () -> Invariants.checkStep(VOTED, event, other),
                "a term's vote is never spent twice");
        assertThatCode(() -> Invariants.checkStep(VOTED, event, VOTED)).doesNotThrowAnyException();
    }

    @Test
    void anAnswerThatNobodyHasARuleForIsAnError() {
        Message answer = Samples.answers(Term.of(5), L1).get(0);
        assertThatThrownBy(() -> ReplicaScene.of(VOTED).on(answer))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no rule of a replica");
        assertThatThrownBy(() -> LeaderScene.blank().on(ReplicaScene.requestVote(5, L1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no rule of a leader");
    }

    @Test
    @DisplayName("V8 V6 No state is ever made whose commit index or term contradicts its log")
    void aStateThatContradictsItsLogCannotBeMade() {
        FollowerState torn = voter(R2, 2, Optional.empty(), "1/1 5/2", 9);
        assertThat(torn.commitIndex()).isEqualTo(torn.log().lastId().index());
        assertThat(torn.term()).isEqualTo(torn.log().lastId().epoch());
        assertThatCode(() -> Invariants.checkState(torn)).doesNotThrowAnyException();
    }
}
