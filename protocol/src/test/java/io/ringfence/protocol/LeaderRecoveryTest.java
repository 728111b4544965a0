package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asReadmitted;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entry;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log that a leader adopts, and how it reads it (design §4 phase 3). */
class LeaderRecoveryTest {
    private final LeaderScene leader = LeaderScene.campaigning();

    private LeaderScene granted(String home, String other) {
        leader.on(leader.granted(asVoter(R1), home));
        return leader.on(leader.granted(asVoter(R2), other));
    }

    private Message.FetchLog fetch(ReplicaId from) {
        List<Message.FetchLog> sent = leader.sentTo(from, Message.FetchLog.class);
        assertThat(sent).hasSize(1);
        assertThat(leader.actions(LeaderAction.Send.class)).hasSize(1);
        return sent.get(0);
    }

    private LeaderScene mismatch(ReplicaId from, String after, long hint) {
        return leader.on(
                new Message.FetchMismatch(
                        asVoter(from),
                        leader.state().term(),
                        leader.state().id(),
                        id(after),
                        Index.of(hint)));
    }

    private Log adopted() {
        return leader.replication().log().cutAfter(Index.of(leader.lastIndex() - 1));
    }

    @ParameterizedTest
    @CsvSource({
        "1/1, 1/2, r2",
        "1/2, 1/1, r1",
        "1/9, 2/2, r2",
        "2/2, 1/9, r1",
        "3/5, 3/5, r1",
        "0/0, 1/1, r2"
    })
    @DisplayName(
            "V10 The source is the highest last id: epoch first, then index; the home if equal")
    void theSourceIsTheHighestLastId(String home, String other, String source) {
        granted(home, other);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        Election.Recovery recovery = leader.state().election().recovery().orElseThrow();
        assertThat(recovery.source().from().replica()).isEqualTo(ReplicaId.of(source));
    }

    @Test
    void aFetchNamesTermLeaderIncarnationAndLastId() {
        granted("3/5", "3/5");
        Message.FetchLog fetch = fetch(R1);
        assertThat(fetch.term()).isEqualTo(Term.of(5));
        assertThat(fetch.leader()).isEqualTo(leader.state().id());
        assertThat(fetch.incarnation()).isEqualTo(life(R1));
        assertThat(fetch.last()).isEqualTo(id("3/5"));
        assertThat(fetch.after()).isEqualTo(EntryId.ZERO);
        assertThat(fetch.entriesMax()).isEqualTo(3);
        assertThat(fetch.bytesMax()).isEqualTo(2_048);
    }

    @Test
    void theHomesLogAloneIsReadWhenItIsTheBest() {
        granted("1/4", "1/2");
        leader.fetched(R1, "0/0", "1/1 1/2 1/3");
        assertThat(fetch(R1).after()).isEqualTo(id("1/3"));
        leader.fetched(R1, "1/3", "1/4");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(adopted()).isEqualTo(log("1/1 1/2 1/3 1/4"));
    }

    @Test
    void thenOnlyWhatTheSourceHasMore() {
        granted("1/2", "2/3");
        leader.fetched(R1, "0/0", "1/1 1/2");
        Message.FetchLog more = fetch(R2);
        assertThat(more.after()).isEqualTo(id("1/2"));
        assertThat(more.incarnation()).isEqualTo(life(R2));
        assertThat(more.last()).isEqualTo(id("2/3"));
        leader.fetched(R2, "1/2", "2/3");
        assertThat(adopted()).isEqualTo(log("1/1 1/2 2/3"));
    }

    @Test
    void anEmptyHomeReadsTheSourceFromItsBeginning() {
        granted("0/0", "1/2");
        assertThat(fetch(R2).after()).isEqualTo(EntryId.ZERO);
        leader.fetched(R2, "0/0", "1/1 1/2");
        assertThat(adopted()).isEqualTo(log("1/1 1/2"));
    }

    @Test
    @DisplayName(
            "F11 A home that left the source's log walks back behind the conflict, and on from"
                    + " there")
    void aHomeInConflictWalksBack() {
        granted("1/4", "2/3");
        leader.fetched(R1, "0/0", "1/1 1/2 1/3");
        leader.fetched(R1, "1/3", "1/4");
        assertThat(fetch(R2).after()).isEqualTo(id("1/4"));
        mismatch(R2, "1/4", 4);
        assertThat(fetch(R2).after()).isEqualTo(id("1/3"));
        mismatch(R2, "1/3", 2);
        assertThat(fetch(R2).after()).isEqualTo(id("1/1"));
        leader.fetched(R2, "1/1", "2/2 2/3");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(adopted()).isEqualTo(log("1/1 2/2 2/3"));
    }

    @Test
    void aHintAboveTheQuestionStillWalksBack() {
        granted("1/2", "2/9");
        leader.fetched(R1, "0/0", "1/1 1/2");
        mismatch(R2, "1/2", 9);
        assertThat(fetch(R2).after()).isEqualTo(id("1/1"));
        mismatch(R2, "1/1", 9);
        assertThat(fetch(R2).after()).isEqualTo(EntryId.ZERO);
    }

    @Test
    void aWalkBackMayEndBeforeTheFirstEntry() {
        granted("1/2", "2/2");
        leader.fetched(R1, "0/0", "1/1 1/2");
        mismatch(R2, "1/2", 1);
        assertThat(fetch(R2).after()).isEqualTo(EntryId.ZERO);
        leader.fetched(R2, "0/0", "2/1 2/2");
        assertThat(adopted()).isEqualTo(log("2/1 2/2"));
    }

    @Test
    @DisplayName("§13.8 Answers to an older question are ignored")
    void answersToAnOlderQuestionAreIgnored() {
        granted("1/2", "2/3");
        leader.fetched(R1, "0/0", "1/1 1/2");
        Election before = leader.state().election();
        leader.fetched(R1, "0/0", "1/1 1/2");
        leader.fetched(R2, "1/1", "2/2 2/3");
        leader.fetched(R1, "1/2", "1/3");
        leader.fetched(R2, "1/2", "");
        mismatch(R1, "1/2", 1);
        mismatch(R2, "1/1", 1);
        mismatch(R2, "1/2", 0);
        assertThat(leader.actions()).isEmpty();
        assertThat(leader.state().election()).isEqualTo(before);
    }

    @Test
    void aFetchWithoutAnAnswerIsSentAgain() {
        granted("1/2", "1/2");
        leader.after(299);
        assertThat(leader.actions()).isEmpty();
        leader.after(1);
        assertThat(fetch(R1).after()).isEqualTo(EntryId.ZERO);
    }

    @Test
    void aSourceThatDiesEndsTheAttemptAndTheSecondBestIsNeverTaken() {
        granted("1/1", "2/2");
        leader.on(leader.granted(asVoter(R3), "1/9"));
        leader.fetched(R1, "0/0", "1/1");
        leader.after(999);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        leader.after(1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).contains("the log of r2 could not be read");
        assertThat(leader.actions(LeaderAction.Abandon.class)).isEmpty();
    }

    @Test
    void aRecoveryThatMakesProgressDoesNotTimeOut() {
        granted("1/9", "1/1");
        leader.after(900).fetched(R1, "0/0", "1/1 1/2 1/3");
        leader.after(900).fetched(R1, "1/3", "1/4 1/5 1/6");
        leader.after(900);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        leader.fetched(R1, "1/6", "1/7 1/8 1/9");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
    }

    @Test
    void aFetchThatIsRefusedEndsTheAttempt() {
        granted("1/1", "2/2");
        leader.fetched(R1, "0/0", "1/1");
        leader.on(
                new Message.Refused(
                        asVoter(R2), Term.of(5), leader.state().id(), Boundary.FETCH, "it grew"));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).isEqualTo("the log of r2 changed while it was read");
    }

    @Test
    @DisplayName("V10 A grant that comes after the choice changes nothing")
    void aLaterGrantChangesNothing() {
        granted("1/1", "1/1");
        leader.on(leader.granted(asVoter(R3), "4/9"));
        assertThat(leader.state().lateAnswers()).isEqualTo(1);
        leader.fetched(R1, "0/0", "1/1");
        assertThat(adopted()).isEqualTo(log("1/1"));
    }

    private LeaderScene readmittedLog(Standing other) {
        leader.on(leader.granted(asVoter(R1), "2/2"));
        leader.on(leader.granted(other, "1/1", 0, Optional.of(FOUNDING)));
        return leader.on(
                new Message.LogFetched(
                        asVoter(R1),
                        leader.state().term(),
                        leader.state().id(),
                        EntryId.ZERO,
                        List.of(entry("1/1"), readmission("2/2", R2, secondLife(R2)))));
    }

    @Test
    @DisplayName("V16 A grant of a life that the adopted log no longer names does not count")
    void aGrantOfAFormerLifeDoesNotCount() {
        readmittedLog(asVoter(R2));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason())
                .isEqualTo("only 1 grants of term 5 come from voters that the log names");
    }

    @Test
    @DisplayName("V16 A grant of the readmitted life counts")
    void aGrantOfTheReadmittedLifeCounts() {
        readmittedLog(asReadmitted(R2));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
    }

    @Test
    @DisplayName("V16 A home whose life the adopted log no longer names does not lead")
    void aHomeOfAFormerLifeDoesNotLead() {
        leader.on(leader.granted(asVoter(R3), "1/1"));
        leader.on(leader.granted(asVoter(R2), "2/2"));
        leader.on(leader.granted(asVoter(R1), "0/0"));
        leader.on(
                new Message.LogFetched(
                        asVoter(R2),
                        leader.state().term(),
                        leader.state().id(),
                        EntryId.ZERO,
                        List.of(entry("1/1"), readmission("2/2", R1, secondLife(R1)))));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
        assertThat(leader.reason()).startsWith("only 2 grants of term 5");
    }

    @Test
    void theCommitIndexBeginsWithTheHighestThatAVoterWrote() {
        leader.on(leader.granted(asVoter(R1), "1/2", 1, Optional.of(FOUNDING)));
        leader.on(leader.granted(asVoter(R2), "1/2", 2, Optional.of(FOUNDING)));
        leader.fetched(R1, "0/0", "1/1 1/2");
        assertThat(leader.commitIndex()).isEqualTo(2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
    }

    @Test
    @DisplayName("L4 A newer term ends the recovery")
    void aNewerTermEndsTheRecovery() {
        granted("1/1", "2/2");
        leader.on(leader.fenced(R3, 6));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.WAITING);
    }

    @Test
    void aMismatchAtTheVeryBeginningIsIgnored() {
        granted("0/0", "1/2");
        Election before = leader.state().election();
        mismatch(R2, "0/0", 1);
        assertThat(leader.actions()).isEmpty();
        assertThat(leader.state().election()).isEqualTo(before);
    }

    @Test
    void aFetchThatWasSentAgainHasItsTimeAgain() {
        granted("1/2", "1/2");
        leader.after(300);
        assertThat(fetch(R1).after()).isEqualTo(EntryId.ZERO);
        leader.after(299);
        assertThat(leader.actions()).isEmpty();
        leader.after(1);
        assertThat(leader.actions()).hasSize(1);
    }

    @Test
    @DisplayName("V10 The home is preferred among equals, and among no others")
    void theHomeIsPreferredAmongEqualsOnly() {
        Message.Granted home = leader.granted(asVoter(R1), "1/9");
        Message.Granted equal = leader.granted(asVoter(R2), "1/9");
        Message.Granted better = leader.granted(asVoter(R3), "2/2");
        assertThat(SafetyRules.ALL.best(List.of(equal, home), R1)).isEqualTo(home);
        assertThat(SafetyRules.ALL.best(List.of(home, equal), R1)).isEqualTo(home);
        assertThat(SafetyRules.ALL.best(List.of(better, home), R1)).isEqualTo(better);
        assertThat(SafetyRules.ALL.best(List.of(home, better), R1)).isEqualTo(better);
        assertThat(SafetyRules.ALL.best(List.of(home, equal), R3)).isEqualTo(home);
    }
}
