package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.following;
import static io.ringfence.protocol.ReplicaScene.open;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.ids;
import static io.ringfence.protocol.Replicas.log;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Appends: what is written, what is answered, what counts as committed (Raft §5.3). */
class FollowerAppendTest {
    private static ReplicaScene r2(String log, long commit) {
        return following(5, log, commit);
    }

    private static Event appended(String previous, String entries, long commit) {
        return new Event.EntriesAppended(id(previous), entries(entries), Index.of(commit));
    }

    @Test
    void entriesBehindTheEndAreWrittenAndAcknowledged() {
        ReplicaScene r2 = r2("1/1 1/2", 1).at(70).on(append(5, L1, "1/2", "5/3 5/4", 1));
        assertThat(r2.events()).isEqualTo(List.of(appended("1/2", "5/3 5/4", 1)));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.Appended(
                                asVoter(R2),
                                Term.of(5),
                                L1,
                                new StreamId(1),
                                Index.of(4),
                                Round.ZERO));
        assertThat(r2.state().log()).isEqualTo(log("1/1 1/2 5/3 5/4"));
        assertThat(r2.contact().heardAtMillis()).isEqualTo(70);
    }

    @Test
    void theFirstEntryFollowsTheEmptyLog() {
        ReplicaScene r2 = r2("", 0).on(append(5, L1, "0/0", "5/1", 0));
        assertThat(r2.events()).isEqualTo(List.of(appended("0/0", "5/1", 0)));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(1));
    }

    @Test
    @DisplayName("§13.4 A duplicate append writes nothing and is acknowledged again")
    void aDuplicateWritesNothing() {
        ReplicaScene r2 = r2("1/1 1/2", 0).on(append(5, L1, "1/2", "5/3 5/4", 0));
        FollowerState state = r2.state();
        r2.on(append(5, L1, "1/2", "5/3 5/4", 0));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state()).isEqualTo(state);
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(4));
    }

    @Test
    @DisplayName(
            "§13.4 §13.2 An append that ends before the log does cuts nothing, and matches to its"
                    + " own end")
    void anAppendShorterThanTheLogCutsNothing() {
        ReplicaScene r2 = r2("1/1 1/2 1/3 1/4", 0).on(append(5, L1, "1/1", "1/2", 0));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().log()).isEqualTo(log("1/1 1/2 1/3 1/4"));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(2));
    }

    @Test
    @DisplayName("§13.4 An empty append cuts nothing, and matches no further than its previous")
    void anEmptyAppendCutsNothing() {
        ReplicaScene r2 = r2("1/1 1/2 1/3", 0).on(append(5, L1, "1/1", "", 0));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().log()).isEqualTo(log("1/1 1/2 1/3"));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(1));
    }

    @Test
    @DisplayName(
            "§13.4 Entries already held are dropped: the event begins with the first that is new")
    void theEventBeginsWithTheFirstNewEntry() {
        ReplicaScene r2 = r2("1/1 1/2 1/3", 0).on(append(5, L1, "1/1", "1/2 1/3 5/4", 0));
        assertThat(r2.events()).isEqualTo(List.of(appended("1/3", "5/4", 0)));
        assertThat(r2.actions(Action.ReportDiscarded.class)).isEmpty();
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(4));
    }

    @Test
    @DisplayName(
            "F11 §13.4 A conflicting suffix is replaced from the first conflict on, and reported")
    void aConflictingSuffixIsReplacedAndReported() {
        ReplicaScene r2 = r2("1/1 1/2 2/3 2/4 2/5", 2).on(append(5, L1, "1/1", "1/2 4/3 5/4", 2));
        assertThat(r2.events()).isEqualTo(List.of(appended("1/2", "4/3 5/4", 2)));
        assertThat(r2.state().log()).isEqualTo(log("1/1 1/2 4/3 5/4"));
        assertThat(r2.actions(Action.ReportDiscarded.class))
                .isEqualTo(List.of(new Action.ReportDiscarded(ids("2/3 2/4 2/5"))));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(4));
    }

    @Test
    @DisplayName("F11 A shorter suffix in place of a longer one discards all of the longer")
    void aShorterSuffixDiscardsAllOfALongerOne() {
        ReplicaScene r2 = r2("1/1 2/2 2/3 2/4", 1).on(append(5, L1, "1/1", "5/2", 1));
        assertThat(r2.state().log()).isEqualTo(log("1/1 5/2"));
        assertThat(r2.actions(Action.ReportDiscarded.class).get(0).ids())
                .isEqualTo(ids("2/2 2/3 2/4"));
    }

    @Test
    @DisplayName("F13 A conflict right above the commit index is replaced")
    void aConflictRightAboveTheCommitIndexIsReplaced() {
        ReplicaScene r2 = r2("1/1 2/2 2/3", 2).on(append(5, L1, "2/2", "5/3", 2));
        assertThat(r2.state().log()).isEqualTo(log("1/1 2/2 5/3"));
        assertThat(r2.state().standing().isVoter()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2/2, 3/3, 3", "1/1, 4/2, 2", "1/1, 4/2, 3"})
    @DisplayName(
            "F13 A conflict at or below the commit index quarantines, critically, as another"
                    + " incarnation")
    void aConflictAtOrBelowTheCommitIndexQuarantines(String previous, String entry, long commit) {
        ReplicaScene r2 = r2("1/1 2/2 2/3 2/4", commit).on(append(5, L1, previous, entry, 0));
        assertThat(r2.events()).hasSize(1);
        assertThat(r2.events().get(0)).isInstanceOf(Event.Quarantined.class);
        assertThat(r2.actions(Action.ReportCritical.class).get(0).sentence())
                .contains("entry " + entry + " contradicts the log here")
                .contains("committed up to " + commit);
        assertThat(r2.actions(Action.Reply.class)).isEmpty();
        assertThat(r2.state().log()).isEqualTo(log("1/1 2/2 2/3 2/4"));
        assertThat(r2.state().standing())
                .isEqualTo(new Standing(R2, Replicas.life(R2).next(), Standing.Kind.PATIENT));
    }

    @Test
    @DisplayName("F13 What is known to be committed but not yet written so is protected as well")
    void aCommitIndexThatIsOnlyKnownProtectsTheLog() {
        ReplicaScene r2 = r2("1/1 2/2 2/3", 0).on(append(5, L1, "2/3", "", 3));
        assertThat(r2.state().commitIndex()).isEqualTo(Index.ZERO);
        r2.on(append(5, L1, "2/2", "5/3", 3));
        assertThat(r2.events().get(0)).isInstanceOf(Event.Quarantined.class);
    }

    @Test
    @DisplayName("§13.9 A replica that quarantines itself forgets its stream")
    void aQuarantinedReplicaForgetsItsStream() {
        ReplicaScene r2 = r2("1/1 2/2", 2).on(append(5, L1, "1/1", "5/2", 2));
        assertThat(r2.contact().stream()).isEqualTo(StreamId.NONE);
        assertThat(r2.contact().leader()).isEmpty();
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.ZERO);
        r2.on(append(5, L1, "1/1", "5/2", 2));
        assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 1/2, 5/3 5/4, 4",
        "3, 1/2, 5/3 5/4, 3",
        "0, 1/2, 5/3 5/4, 1",
        "2, 1/1, 1/2 5/3, 2",
        "9, 1/1, 1/2 5/3, 3"
    })
    @DisplayName(
            "§13.3 The commit index recorded is min(leader's, match), and never lower than before")
    void theCommitIndexRecorded(long leaders, String previous, String entries, long recorded) {
        ReplicaScene r2 = r2("1/1 1/2", 1).on(append(5, L1, previous, entries, leaders));
        Event.EntriesAppended event = (Event.EntriesAppended) r2.events().get(0);
        assertThat(event.commitIndex()).isEqualTo(Index.of(recorded));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(recorded));
    }

    @Test
    @DisplayName("§13.3 A heartbeat commits up to its previous, not up to the end of the log")
    void aHeartbeatCommitsUpToItsPrevious() {
        ReplicaScene r2 = r2("1/1 1/2 2/3", 0).on(append(5, L1, "1/2", "", 9));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions(Action.Apply.class))
                .isEqualTo(List.of(new Action.Apply(Index.of(2))));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(2));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    @DisplayName("F15 A late or older message never lowers the commit index, nor applies again")
    void theCommitIndexNeverFalls(long older) {
        ReplicaScene r2 = r2("1/1 1/2", 0).on(append(5, L1, "1/2", "5/3", 3));
        r2.on(append(5, L1, "1/2", "", older));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(3));
        assertThat(r2.actions(Action.Apply.class)).isEmpty();
        r2.on(append(5, L1, "5/3", "5/4", older));
        assertThat(r2.state().commitIndex()).isEqualTo(Index.of(3));
    }

    @Test
    void whatIsCommittedIsAppliedOnce() {
        ReplicaScene r2 = r2("1/1", 0).on(append(5, L1, "1/1", "5/2", 2));
        assertThat(r2.actions(Action.Apply.class))
                .isEqualTo(List.of(new Action.Apply(Index.of(2))));
        r2.on(append(5, L1, "1/1", "5/2", 2));
        assertThat(r2.actions(Action.Apply.class)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1/4, 4", "5/9, 4", "4/3, 2", "5/2, 2", "2/1, 1",
    })
    void aLogThatLacksThePreviousAnswersAHint(String previous, long hint) {
        ReplicaScene r2 = r2("1/1 3/2 3/3", 0).on(append(5, L1, previous, "", 0));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.Mismatch(
                                asVoter(R2),
                                Term.of(5),
                                L1,
                                new StreamId(1),
                                Index.of(hint),
                                Round.ZERO));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aHintSkipsTheWholeEpochInConflictButNothingCommitted() {
        ReplicaScene r2 = r2("1/1 2/2 2/3 2/4 2/5", 0).on(append(5, L1, "3/5", "", 0));
        assertThat(r2.answer(Message.Mismatch.class).hint()).isEqualTo(Index.of(2));
        r2 = r2("1/1 2/2 2/3 2/4 2/5", 3).on(append(5, L1, "3/5", "", 0));
        assertThat(r2.answer(Message.Mismatch.class).hint()).isEqualTo(Index.of(4));
    }

    @Test
    void aMismatchIsAWordFromTheLeaderAndCommitsNothing() {
        ReplicaScene r2 = r2("1/1", 0).at(80).on(append(5, L1, "5/7", "5/8", 8));
        assertThat(r2.contact().heardAtMillis()).isEqualTo(80);
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.ZERO);
        assertThat(r2.actions(Action.Apply.class)).isEmpty();
    }

    @Test
    void theRoundIsEchoed() {
        Round round = new Round(77);
        ReplicaScene r2 = r2("1/1", 0);
        r2.on(
                new Message.Append(
                        Term.of(5), L1, new StreamId(1), id("1/1"), List.of(), Index.ZERO, round));
        assertThat(r2.answer(Message.Appended.class).round()).isEqualTo(round);
        r2.on(
                new Message.Append(
                        Term.of(5), L1, new StreamId(1), id("5/9"), List.of(), Index.ZERO, round));
        assertThat(r2.answer(Message.Mismatch.class).round()).isEqualTo(round);
    }

    @Test
    @DisplayName(
            "§13.9 An append of an unknown stream, or of another leader in the term, is not taken")
    void anAppendOfAnUnknownStreamIsNotTaken() {
        ReplicaScene r2 = r2("1/1", 0).on(open(5, L1, 2));
        Contact contact = r2.contact();
        for (Message m : List.of(append(5, L1, "1/1", "5/2", 1), append(5, L2, "1/1", "5/2", 1))) {
            r2.on(m);
            assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);
            assertThat(r2.events()).isEmpty();
            assertThat(r2.contact()).isEqualTo(contact);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"5/3", "5/2 5/4", "5/2 5/2", "5/2 4/3", "6/2", "5/2 6/3", "1/1"})
    @DisplayName(
            "F8 Entries that do not follow one another, or are newer than their term, are refused")
    void aMalformedAppendIsRefused(String entries) {
        ReplicaScene r2 = r2("1/1", 0).on(append(5, L1, "1/1", entries, 1));
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.APPLY);
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().log()).isEqualTo(log("1/1"));
    }

    @Test
    void anAppendMayCarryEntriesOfOlderEpochs() {
        ReplicaScene r2 = r2("1/1", 0).on(append(5, L1, "1/1", "2/2 4/3 5/4", 0));
        assertThat(r2.state().log()).isEqualTo(log("1/1 2/2 4/3 5/4"));
    }

    @Test
    @DisplayName("F8 A stamp that falls is bad input: refused, not a violation")
    void aFallingStampIsRefused() {
        Entry early = Entry.of(id("5/3"), 1, new Content.NoOp());
        ReplicaScene behind = r2("1/1 1/2", 0);
        behind.on(append(5, L1, "1/2", List.of(early), 0));
        assertThat(behind.answer(Message.Refused.class).reason()).contains("5/3");
        assertThat(behind.events()).isEmpty();

        ReplicaScene within = r2("1/1", 0);
        within.on(append(5, L1, "1/1", List.of(Replicas.entry("5/2"), early), 0));
        assertThat(within.answer(Message.Refused.class).reason()).contains("5/3");
        assertThat(within.events()).isEmpty();
    }

    @Test
    void equalStampsFollowOneAnother() {
        Entry first = Entry.of(id("5/2"), 1, new Content.NoOp());
        Entry second = Entry.of(id("5/3"), 1, new Content.NoOp());
        ReplicaScene r2 = r2("1/1", 0).on(append(5, L1, "1/1", List.of(first, second), 0));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(3));
        assertThat(r2.state().log().stampMillis()).isEqualTo(1);
    }
}
