package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How much is sent, how often, and what is refused: limits on everything (design §6). */
class LeaderWindowTest {
    /** Batches of 3, 2 in flight, 12 pending; serving epoch 5, the fence at 2. */
    private final LeaderScene leader = LeaderScene.serving("1/1");

    private List<Message.Append> appends(ReplicaId to) {
        return leader.sentTo(to, Message.Append.class);
    }

    private void proposeUpTo(long index) {
        for (long i = leader.lastIndex(); i < index; i++) leader.propose(i);
    }

    @Test
    void atMostSoManyAppendsAreInFlight() {
        leader.propose(1);
        assertThat(appends(R2)).hasSize(1);
        leader.propose(2);
        assertThat(appends(R2)).hasSize(1);
        leader.propose(3);
        assertThat(appends(R2)).isEmpty();
        assertThat(leader.progress(R2).inFlight()).hasSize(2);
    }

    @Test
    void whatArrivesWhileTheWindowIsFullIsBatched() {
        proposeUpTo(10);
        leader.acknowledged(R2, 3);
        assertThat(appends(R2)).hasSize(1);
        assertThat(appends(R2).get(0).previous()).isEqualTo(id("5/4"));
        assertThat(appends(R2).get(0).entries())
                .extracting(Entry::index)
                .isEqualTo(List.of(Index.of(5), Index.of(6), Index.of(7)));
        leader.acknowledged(R2, 7);
        assertThat(appends(R2)).hasSize(1);
        assertThat(appends(R2).get(0).entries()).hasSize(3);
    }

    @Test
    void aBatchIsBoundedByItsBytes() {
        proposeUpTo(4);
        leader.propose(5, 900).propose(6, 900).propose(7, 900);
        leader.acknowledged(R2, 4);
        assertThat(appends(R2)).hasSize(2);
        assertThat(appends(R2).get(0).entries()).hasSize(2);
        assertThat(appends(R2).get(1).entries()).hasSize(1);
    }

    @Test
    void acknowledgingTheSecondAppendAcknowledgesTheFirst() {
        proposeUpTo(6);
        leader.acknowledged(R2, 4);
        assertThat(leader.progress(R2).inFlight()).isEqualTo(List.of(Index.of(6)));
        assertThat(leader.progress(R2).match()).isEqualTo(Index.of(4));
    }

    @Test
    @DisplayName("L17 One stuck replica does not hold up the others, nor grow its window")
    void oneStuckReplicaDoesNotHoldUpTheOthers() {
        for (long i = 3; i <= 60; i++) {
            leader.propose(i);
            assertThat(leader.actions(LeaderAction.Accept.class)).hasSize(1);
            leader.acknowledged(R1, i).acknowledged(R2, i);
            assertThat(leader.commitIndex()).isEqualTo(i);
        }
        assertThat(leader.progress(R3).inFlight()).hasSize(2);
        assertThat(leader.progress(R3).match()).isEqualTo(Index.of(2));
    }

    @Test
    @DisplayName("L17 A replica that never opened its stream does not hold up the others")
    void oneDeadReplicaDoesNotHoldUpTheOthers() {
        LeaderScene fencing = LeaderScene.fencing("1/1");
        fencing.opened(asVoter(R1), "1/1").opened(asVoter(R2), "1/1");
        fencing.acknowledged(R1, 2).acknowledged(R2, 2);
        assertThat(fencing.phase()).isEqualTo(LeaderPhase.SERVING);
        fencing.propose(1).acknowledged(R1, 3).acknowledged(R2, 3);
        assertThat(fencing.commitIndex()).isEqualTo(3);
        assertThat(fencing.sentTo(R3)).isEmpty();
    }

    @Test
    void whatIsUnansweredIsSentAgainFromBehindTheMatch() {
        proposeUpTo(6);
        leader.acknowledged(R1, 6).acknowledged(R2, 6).acknowledged(R3, 3);
        leader.after(299);
        assertThat(appends(R3).stream().filter(a -> !a.entries().isEmpty())).isEmpty();
        leader.after(1);
        List<Message.Append> again = appends(R3);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).previous()).isEqualTo(id("5/3"));
        assertThat(again.get(0).entries()).hasSize(3);
        assertThat(leader.progress(R3).inFlight()).isEqualTo(List.of(Index.of(6)));
    }

    @Test
    void anAnswerPutsOffTheRetransmission() {
        proposeUpTo(6);
        leader.after(200).acknowledged(R3, 3);
        leader.after(200);
        assertThat(appends(R3).stream().filter(a -> !a.entries().isEmpty())).isEmpty();
    }

    @Test
    void aMismatchSendsFromTheHintOn() {
        proposeUpTo(6);
        leader.acknowledged(R1, 6).acknowledged(R2, 6);
        leader.streamUnknown(R3).opened(asVoter(R3), "4/6");
        assertThat(leader.progress(R3).match()).isEqualTo(Index.ZERO);
        leader.mismatched(asVoter(R3), 2);
        assertThat(appends(R3).get(0).previous()).isEqualTo(id("1/1"));
        assertThat(appends(R3).get(0).entries().get(0).id()).isEqualTo(id("5/2"));
    }

    @Test
    void aMismatchNeverGoesBackBelowTheMatch() {
        proposeUpTo(4);
        leader.acknowledged(R3, 3).mismatched(asVoter(R3), 2);
        assertThat(appends(R3).get(0).previous()).isEqualTo(id("5/3"));
    }

    @Test
    void aHintBeyondTheEndIsCutToIt() {
        leader.mismatched(asVoter(R3), 900);
        assertThat(leader.progress(R3).next()).isEqualTo(Index.of(3));
        assertThat(appends(R3)).isEmpty();
    }

    @Test
    void anIdleReplicaHearsAHeartbeatInTime() {
        leader.after(99);
        assertThat(appends(R2)).isEmpty();
        leader.after(1);
        assertThat(appends(R2)).hasSize(1);
        Message.Append beat = appends(R2).get(0);
        assertThat(beat.entries()).isEmpty();
        assertThat(beat.previous()).isEqualTo(id("5/2"));
        assertThat(beat.commitIndex()).isEqualTo(Index.of(2));
        leader.after(99);
        assertThat(appends(R2)).isEmpty();
    }

    @Test
    void aReplicaSilentForLongIsAskedWithOneSmallMessageAtATime() {
        proposeUpTo(6);
        for (int i = 0; i < 10; i++) {
            leader.after(100).acknowledged(R1, 6).acknowledged(R2, 6);
        }
        leader.after(300);
        assertThat(leader.sentTo(R3)).hasSize(1);
        assertThat(leader.sentTo(R3).get(0)).isInstanceOf(Message.OpenStream.class);
        leader.after(299);
        assertThat(leader.sentTo(R3)).isEmpty();
    }

    @Test
    @DisplayName("C4 A command over the limit is refused, and nothing is appended")
    void aCommandOverTheLimitIsRefused() {
        leader.propose(1, 1_024);
        assertThat(leader.actions(LeaderAction.Accept.class)).hasSize(1);
        leader.propose(2, 1_025);
        assertThat(leader.actions())
                .isEqualTo(
                        List.of(new LeaderAction.Reject(2, new Rejection.TooLarge(1_025, 1_024))));
        assertThat(leader.lastIndex()).isEqualTo(3);
    }

    @Test
    @DisplayName("C3 Too many entries pending are an answer, and nothing is appended")
    void tooManyPendingEntriesAreRefused() {
        proposeUpTo(14);
        assertThat(leader.actions(LeaderAction.Accept.class)).hasSize(1);
        leader.propose(99);
        assertThat(leader.actions())
                .isEqualTo(List.of(new LeaderAction.Reject(99, new Rejection.Overloaded(100))));
        assertThat(leader.lastIndex()).isEqualTo(14);
    }

    @Test
    @DisplayName("C3 The limit is on what is pending: a commit makes room at once")
    void aCommitMakesRoom() {
        proposeUpTo(14);
        leader.acknowledged(R1, 3).acknowledged(R2, 3);
        leader.propose(99);
        assertThat(leader.actions(LeaderAction.Accept.class)).hasSize(1);
        leader.propose(100);
        assertThat(leader.actions(LeaderAction.Reject.class)).hasSize(1);
    }

    @Test
    @DisplayName("C3 Too many bytes pending are an answer, and a commit makes room")
    void tooManyPendingBytesAreRefused() {
        for (long i = 3; i <= 9; i++) leader.propose(i, 1_024);
        assertThat(leader.actions(LeaderAction.Accept.class)).hasSize(1);
        leader.propose(10, 1_024);
        assertThat(leader.actions())
                .isEqualTo(List.of(new LeaderAction.Reject(10, new Rejection.Overloaded(100))));
        leader.acknowledged(R1, 4).acknowledged(R2, 4);
        assertThat(leader.propose(11, 1_024).actions(LeaderAction.Accept.class)).hasSize(1);
        leader.acknowledged(R1, 10).acknowledged(R2, 10);
        assertThat(leader.replication().pendingBytes()).isZero();
    }

    @Test
    @DisplayName("C3 The pending bytes may reach their limit, and not pass it")
    void thePendingBytesMayReachTheirLimit() {
        LeaderScene other = LeaderScene.serving("1/1");
        for (long i = 3; i <= 9; i++) other.propose(i, 1_000);
        long left = 8_192 - other.replication().pendingBytes();
        assertThat(left).isBetween(1L, 1_023L);
        other.propose(10, (int) left + 1);
        assertThat(other.actions(LeaderAction.Reject.class)).hasSize(1);
        other.propose(11, (int) left);
        assertThat(other.actions(LeaderAction.Accept.class)).hasSize(1);
    }

    @Test
    void aSecondAppendDoesNotPutOffTheRetransmissionOfTheFirst() {
        leader.propose(1).after(200).propose(2).after(100);
        List<Message.Append> again = appends(R2);
        assertThat(again).hasSize(1);
        assertThat(again.get(0).previous()).isEqualTo(id("5/2"));
        assertThat(again.get(0).entries()).hasSize(2);
    }

    @Test
    void anIdleReplicaThatIsSilentForTheWholeIntervalIsOpenedAgain() {
        for (int i = 0; i < 9; i++) leader.after(100).acknowledged(R1, 2).acknowledged(R2, 2);
        leader.after(99);
        assertThat(leader.sentTo(R3, Message.OpenStream.class)).isEmpty();
        leader.after(1);
        assertThat(leader.sentTo(R3, Message.OpenStream.class)).hasSize(1);
        assertThat(leader.sentTo(R2, Message.OpenStream.class)).isEmpty();
    }

    @Test
    void whatWasSentAgainHasItsTimeAgain() {
        leader.propose(1).after(300);
        assertThat(appends(R2)).hasSize(1);
        leader.after(50);
        assertThat(appends(R2)).isEmpty();
        leader.after(250);
        assertThat(appends(R2).get(0).entries()).hasSize(1);
    }

    @Test
    @DisplayName("F10 A replica whose tail is longer than ours is told so with its handshake")
    void aLongerTailIsAskedAboutAtOnce() {
        leader.streamUnknown(R3).opened(asVoter(R3), "4/9");
        assertThat(appends(R3)).hasSize(1);
        assertThat(appends(R3).get(0).previous()).isEqualTo(id("5/2"));
        assertThat(appends(R3).get(0).entries()).isEmpty();
    }

    @Test
    void aMarkIsAnEntryLikeAnother() {
        leader.mark(1);
        assertThat(leader.actions(LeaderAction.Accept.class))
                .containsExactly(new LeaderAction.Accept(1, id("5/3")));
        assertThat(appends(R2).get(0).entries())
                .extracting(Entry::content)
                .isEqualTo(List.of(new Content.Mark()));
    }

    @Test
    void aMarkIsRefusedWhenTooMuchIsPendingOrNobodyServes() {
        for (long i = 3; leader.actions(LeaderAction.Reject.class).isEmpty(); i++)
            leader.propose(i);
        leader.mark(99);
        assertThat(leader.actions(LeaderAction.Reject.class).get(0).rejection())
                .isInstanceOf(Rejection.Overloaded.class);
        LeaderScene other = LeaderScene.fencing("1/1").mark(1);
        assertThat(other.actions(LeaderAction.Accept.class)).isEmpty();
        assertThat(other.actions(LeaderAction.Reject.class).get(0).rejection())
                .isInstanceOf(Rejection.NotServing.class);
    }
}
