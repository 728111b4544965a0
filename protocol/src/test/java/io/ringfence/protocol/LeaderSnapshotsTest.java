package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A leader cuts its log behind the snapshots of its replicas, and offers them to who lags. */
class LeaderSnapshotsTest {
    private static final String SEVEN = "1/1 1/2 1/3 1/4 1/5 1/6 1/7";
    private static final Snapshot AT_4 = snapshot("1/4");

    private static Report holding(Snapshot snapshot) {
        return new Report(List.of(), Optional.of(snapshot));
    }

    /** It serves at r1, and r1 and r2 reported the snapshot at 4; two entries of tail. */
    private static LeaderScene cut() {
        LeaderScene leader = LeaderScene.serving(SEVEN, ReplicaScene.SNAPSHOTS);
        leader.reported(R1, 8, holding(AT_4)).reported(R2, 8, holding(AT_4));
        assertThat(leader.replication().log().base()).isEqualTo(id("1/2"));
        return leader;
    }

    /** r3 came back with that last entry. */
    private static LeaderScene reopened(LeaderScene leader, String last) {
        leader.streamUnknown(R3);
        return leader.opened(asVoter(R3), last);
    }

    private static Message.SnapshotProgress progress(
            LeaderScene leader, Snapshot of, int stored, String trouble) {
        ReplicaId source =
                leader.progress(R3)
                        .behind()
                        .flatMap(Behind::offer)
                        .map(Behind.Offer::source)
                        .orElse(R2);
        return progress(leader, of, source, stored, trouble);
    }

    private static Message.SnapshotProgress progress(
            LeaderScene leader, Snapshot of, ReplicaId source, int stored, String trouble) {
        return new Message.SnapshotProgress(
                asVoter(R3),
                leader.state().term(),
                leader.state().id(),
                leader.progress(R3).stream(),
                of.id(),
                source,
                stored,
                Optional.ofNullable(trouble));
    }

    private static Message.InstallSnapshot offered(LeaderScene leader) {
        List<Message.InstallSnapshot> offers = leader.sentTo(R3, Message.InstallSnapshot.class);
        assertThat(offers).hasSize(1);
        return offers.get(0);
    }

    @Test
    void oneReplicasWordCutsNothing() {
        LeaderScene leader = LeaderScene.serving(SEVEN, ReplicaScene.SNAPSHOTS);
        leader.reported(R1, 8, holding(AT_4));
        assertThat(leader.replication().log().base()).isEqualTo(EntryId.ZERO);
        leader.reported(R2, 8, holding(AT_4));
        assertThat(leader.replication().log().base()).isEqualTo(id("1/2"));
    }

    @Test
    void aSnapshotThatAQuorumContradictsCutsNothing() {
        LeaderScene leader = LeaderScene.serving(SEVEN, ReplicaScene.SNAPSHOTS);
        Snapshot other =
                new Snapshot(
                        AT_4.position(), AT_4.chain(), new Digest("ee"), new Digest("ff"), 3, 300);
        leader.reported(R1, 8, holding(AT_4)).reported(R2, 8, holding(other));
        assertThat(leader.replication().log().base()).isEqualTo(EntryId.ZERO);
    }

    @Test
    @DisplayName("N5 Who ends at the cut or behind it is sent entries")
    void whoEndsAtTheCutIsSentEntries() {
        LeaderScene leader = reopened(cut(), "1/2");
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        Message.Append sent = leader.sentTo(R3, Message.Append.class).get(0);
        assertThat(sent.previous()).isEqualTo(id("1/2"));
        assertThat(sent.entries().get(0).id()).isEqualTo(id("1/3"));
    }

    @Test
    @DisplayName("N5 Who ends before the cut is offered the snapshot, by another than the home")
    void whoEndsBeforeTheCutIsOfferedTheSnapshot() {
        LeaderScene leader = reopened(cut(), "1/1");
        assertThat(offered(leader).snapshot()).isEqualTo(AT_4);
        assertThat(offered(leader).source()).isEqualTo(R2);
        assertThat(leader.sentTo(R3, Message.Append.class))
                .allMatch(append -> append.entries().isEmpty());
    }

    @Test
    void whoWasAheadOfItsEpochIsFoundBehindByItsHint() {
        LeaderScene leader = reopened(cut(), "1/9");
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        leader.mismatched(asVoter(R3), 2);
        assertThat(offered(leader).snapshot()).isEqualTo(AT_4);
    }

    @Test
    void aHintJustBehindTheCutIsFollowed() {
        LeaderScene leader = reopened(cut(), "1/9");
        leader.mismatched(asVoter(R3), 3);
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        assertThat(leader.progress(R3).behind()).isEmpty();
    }

    @Test
    void aLateHintOfWhoHasWhatIsCutIsNoReasonForASnapshot() {
        LeaderScene leader = cut().mismatched(asVoter(R3), 1);
        assertThat(leader.progress(R3).behind()).isEmpty();
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
    }

    @Test
    void entriesGoOnBehindTheSnapshotWhereverItEndedBefore() {
        LeaderScene leader = reopened(cut(), "3/9").mismatched(asVoter(R3), 1);
        leader.acknowledged(R3, 4);
        assertThat(leader.sentTo(R3, Message.Append.class).get(0).previous()).isEqualTo(id("1/4"));
    }

    @Test
    void onceItIsInstalledEntriesGoOn() {
        LeaderScene leader = reopened(cut(), "0/0");
        leader.acknowledged(R3, 4);
        assertThat(leader.progress(R3).behind()).isEmpty();
        Message.Append sent = leader.sentTo(R3, Message.Append.class).get(0);
        assertThat(sent.previous()).isEqualTo(id("1/4"));
    }

    @Test
    void anOfferIsSaidAgainUntilItIsTaken() {
        LeaderScene leader = reopened(cut(), "0/0");
        leader.after(299);
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        leader.after(1);
        assertThat(offered(leader).source()).isEqualTo(R2);
    }

    @Test
    @DisplayName("N9 A source that is of no use is replaced by another, and then tried again")
    void aUselessSourceIsReplaced() {
        LeaderScene leader = reopened(cut(), "0/0");
        leader.on(progress(leader, AT_4, 0, "chunk 1 is torn"));
        assertThat(offered(leader).source()).isEqualTo(R1);
        assertThat(leader.actions(LeaderAction.Report.class)).hasSize(1);
        leader.on(progress(leader, AT_4, 0, "that one too"));
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        leader.after(299);
        assertThat(leader.sentTo(R3, Message.InstallSnapshot.class)).isEmpty();
        leader.after(1);
        assertThat(offered(leader).source()).isEqualTo(R2);
    }

    @Test
    void aSourceThatGivesNothingIsReplacedAndOneThatGivesIsNot() {
        LeaderScene leader = reopened(cut(), "0/0");
        for (int i = 1; i <= 19; i++) keepAlive(leader.after(100));
        assertThat(leader.progress(R3).behind().orElseThrow().offer().orElseThrow().source())
                .isEqualTo(R2);
        leader.on(progress(leader, AT_4, 1, null));
        for (int i = 1; i <= 19; i++) keepAlive(leader.after(100));
        assertThat(leader.progress(R3).behind().orElseThrow().offer().orElseThrow().source())
                .isEqualTo(R2);
        leader.after(100);
        assertThat(offered(leader).source()).isEqualTo(R1);
    }

    @Test
    void whatIsSaidOfASourceThatWasReplacedIsLate() {
        LeaderScene leader = reopened(cut(), "0/0");
        leader.on(progress(leader, AT_4, R2, 0, "chunk 1 is torn"));
        leader.on(progress(leader, AT_4, R2, 0, "chunk 1 is torn"));
        assertThat(leader.actions()).isEmpty();
        assertThat(leader.progress(R3).behind().orElseThrow().offer().orElseThrow().source())
                .isEqualTo(R1);
    }

    @Test
    void anotherSourceOfTheSameIsPreferredToANewerSnapshot() {
        LeaderScene leader = reopened(cut(), "0/0");
        Snapshot at7 = snapshot("1/7");
        leader.reported(R2, 8, holding(at7));
        leader.on(progress(leader, AT_4, 1, "it is gone"));
        assertThat(offered(leader).snapshot()).isEqualTo(AT_4);
        assertThat(offered(leader).source()).isEqualTo(R1);
    }

    @Test
    void whoChecksWhatItHasIsLeftAlone() {
        LeaderScene leader = reopened(cut(), "0/0");
        for (int i = 1; i <= 50; i++) {
            keepAlive(leader.after(100));
            leader.on(progress(leader, AT_4, 3, null));
        }
        assertThat(leader.progress(R3).behind().orElseThrow().offer().orElseThrow().source())
                .isEqualTo(R2);
    }

    private static void keepAlive(LeaderScene leader) {
        leader.acknowledged(R1, 8).acknowledged(R2, 8);
        leader.on(progress(leader, AT_4, 0, null));
    }

    @Test
    @DisplayName("N8 While a snapshot is received the log behind it stays, within its limit")
    void theLogBehindAnOfferStays() {
        SnapshotSettings holding = new SnapshotSettings(4, 0, 2, 0, 10_000, 100_000, 2, 300);
        LeaderScene leader = LeaderScene.serving(SEVEN, holding);
        leader.reported(R1, 8, holding(AT_4)).reported(R2, 8, holding(AT_4));
        reopened(leader, "0/0");
        Snapshot at7 = snapshot("1/7");
        leader.reported(R1, 8, holding(at7)).reported(R2, 8, holding(at7));
        assertThat(leader.replication().log().base()).isEqualTo(id("1/4"));
        leader.acknowledged(R3, 4).acknowledged(R3, 8).reported(R3, 8, holding(at7));
        assertThat(leader.replication().log().base()).isEqualTo(id("1/7"));
    }

    @Test
    @DisplayName("N8 Beyond that limit it is cut, and a newer snapshot is offered")
    void beyondItsLimitTheLogIsCut() {
        SnapshotSettings tight = new SnapshotSettings(4, 0, 2, 2, 10_000, 0, 2, 300);
        LeaderScene leader = LeaderScene.serving(SEVEN, tight);
        leader.reported(R1, 8, holding(AT_4)).reported(R2, 8, holding(AT_4));
        reopened(leader, "0/0");
        Snapshot at7 = snapshot("1/7");
        leader.reported(R1, 8, holding(at7)).reported(R2, 8, holding(at7));
        assertThat(leader.replication().log().base()).isEqualTo(id("1/5"));
        leader.after(1);
        assertThat(offered(leader).snapshot()).isEqualTo(at7);
    }

    @Test
    void nothingIsCutThatTheHomeHasNotAcknowledged() {
        LeaderScene leader = LeaderScene.serving(SEVEN, ReplicaScene.SNAPSHOTS);
        leader.streamUnknown(R1).opened(asVoter(R1), "0/0");
        leader.reported(R2, 8, holding(AT_4)).reported(R3, 8, holding(AT_4));
        assertThat(leader.replication().log().base()).isEqualTo(EntryId.ZERO);
    }

    @Test
    @DisplayName("Design §7: while somebody could contradict it, a snapshot is not offered")
    void aSnapshotWaitsForWhoCouldContradictIt() {
        LeaderScene leader = begunBehind();
        leader.opened(asVoter(R2), "1/7").opened(asVoter(R1), "0/0");
        assertThat(leader.sentTo(R1, Message.InstallSnapshot.class)).isEmpty();
        leader.opened(asVoter(R3), "1/7").after(300);
        assertThat(leader.sentTo(R1, Message.InstallSnapshot.class)).isEmpty();
        leader.reported(R3, 7, holding(AT_4));
        assertThat(leader.sentTo(R1, Message.InstallSnapshot.class)).hasSize(1);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
    }

    @Test
    @DisplayName("Design §7: who lags, or is silent, is not waited for")
    void aSnapshotDoesNotWaitForWhoLags() {
        LeaderScene leader = begunBehind();
        leader.opened(asVoter(R2), "1/7").opened(asVoter(R1), "0/0").opened(asVoter(R3), "1/2");
        leader.after(300);
        assertThat(leader.sentTo(R1, Message.InstallSnapshot.class)).hasSize(1);
        LeaderScene other = begunBehind();
        other.opened(asVoter(R2), "1/7").opened(asVoter(R1), "0/0");
        other.after(900).acknowledged(R1, 0).acknowledged(R2, 7).after(300);
        assertThat(other.sentTo(R1, Message.InstallSnapshot.class)).hasSize(1);
    }

    @Test
    @DisplayName("Design §7: who could speak and does not is waited for so long, and no longer")
    void theWaitForAWordEnds() {
        LeaderScene leader = begunBehind();
        leader.opened(asVoter(R2), "1/7").opened(asVoter(R1), "0/0").opened(asVoter(R3), "1/7");
        for (int i = 1; i <= 20; i++) {
            assertThat(leader.progress(R1).behind().orElseThrow().offer()).isEmpty();
            leader.acknowledged(R1, 0).acknowledged(R2, 7).acknowledged(R3, 7).after(100);
        }
        leader.acknowledged(R1, 0).acknowledged(R2, 7).acknowledged(R3, 7).after(100);
        assertThat(leader.sentTo(R1, Message.InstallSnapshot.class)).hasSize(1);
    }

    /** It adopted the log of r2, which begins behind 1/4, where r2 holds a snapshot. */
    private static LeaderScene begunBehind() {
        LeaderScene leader = LeaderScene.campaigning(ReplicaScene.SNAPSHOTS);
        leader.on(leader.granted(asVoter(R1), "0/0"));
        leader.on(
                new Message.Granted(
                        asVoter(R2),
                        leader.state().term(),
                        leader.state().id(),
                        id("1/7"),
                        Optional.of(AT_4),
                        Index.of(6),
                        Optional.of(FOUNDING)));
        leader.on(
                new Message.FetchMismatch(
                        asVoter(R2),
                        leader.state().term(),
                        leader.state().id(),
                        EntryId.ZERO,
                        Index.of(5),
                        AT_4.position()));
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        leader.fetched(R2, "1/4", "1/5 1/6 1/7");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        return leader;
    }

    @Test
    @DisplayName("V20 A log that begins with a snapshot is adopted from there")
    void aLogThatBeginsWithASnapshotIsAdopted() {
        LeaderScene leader = begunBehind();
        Log adopted = log("1/1 1/2 1/3 1/4").cutBefore(Index.of(4)).append(entries("1/5 1/6 1/7"));
        assertThat(leader.replication().log().cutAfter(Index.of(7))).isEqualTo(adopted);
        assertThat(leader.commitIndex()).isEqualTo(6);
    }

    @Test
    @DisplayName(
            "V20 It serves once its home has the snapshot, and not when a quorum has the fence")
    void itServesOnceItsHomeHasTheSnapshot() {
        LeaderScene leader = begunBehind();
        leader.opened(asVoter(R1), "0/0").opened(asVoter(R2), "1/7").opened(asVoter(R3), "1/7");
        leader.acknowledged(R2, 8).acknowledged(R3, 8);
        assertThat(leader.commitIndex()).isEqualTo(8);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        leader.acknowledged(R1, 4);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }
}
