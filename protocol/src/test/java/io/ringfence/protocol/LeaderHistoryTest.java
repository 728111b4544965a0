package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who applied something else than a quorum did is found, and nobody else is touched. */
class LeaderHistoryTest {
    private final LeaderScene leader =
            LeaderScene.serving("1/1 1/2 1/3 1/4", ReplicaScene.SNAPSHOTS);

    private static Report applied(String at, String chain) {
        Fingerprint one = new Fingerprint(id(at), new Digest(chain), Digest.NONE);
        return new Report(List.of(one), Optional.empty());
    }

    private static Report state(String digest) {
        Snapshot s = snapshot("1/4");
        return new Report(
                List.of(),
                Optional.of(
                        new Snapshot(
                                s.position(),
                                s.chain(),
                                new Digest(digest),
                                new Digest(digest),
                                3,
                                300)));
    }

    private List<Message.Quarantine> condemned(ReplicaId replica) {
        return leader.sentTo(replica, Message.Quarantine.class);
    }

    @Test
    void equalOnesAreLeftAlone() {
        leader.reported(R1, 5, applied("1/2", "aa")).reported(R2, 5, applied("1/2", "aa"));
        leader.reported(R3, 5, applied("1/2", "aa"));
        assertThat(leader.actions()).isEmpty();
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }

    @Test
    @DisplayName("N11 Who differs from two of three is quarantined, whoever speaks last")
    void whoDiffersIsQuarantined() {
        leader.reported(R1, 5, applied("1/2", "aa")).reported(R3, 5, applied("1/2", "bb"));
        assertThat(condemned(R3)).isEmpty();
        assertThat(leader.actions(LeaderAction.Report.class)).hasSize(1);
        leader.reported(R2, 5, applied("1/2", "aa"));
        assertThat(condemned(R3)).hasSize(1);
        assertThat(condemned(R3).get(0).stream()).isEqualTo(leader.progress(R3).stream());
        assertThat(condemned(R1)).isEmpty();
        assertThat(condemned(R2)).isEmpty();
        assertThat(leader.phase()).isEqualTo(LeaderPhase.SERVING);
    }

    @Test
    @DisplayName("N11 A state that differs at a snapshot is found though all entries are equal")
    void aStateThatDiffersIsFound() {
        leader.reported(R1, 5, state("aa"))
                .reported(R2, 5, state("bb"))
                .reported(R3, 5, state("aa"));
        assertThat(condemned(R2)).hasSize(1);
        assertThat(condemned(R3)).isEmpty();
    }

    @Test
    @DisplayName("§13.12 Only equal indexes are compared")
    void otherIndexesAreNotCompared() {
        leader.reported(R1, 5, applied("1/2", "aa")).reported(R2, 5, applied("1/4", "bb"));
        leader.reported(R3, 5, applied("1/3", "cc"));
        assertThat(leader.actions()).isEmpty();
    }

    @Test
    void withoutAQuorumNobodyIsJudged() {
        leader.reported(R1, 5, applied("1/2", "aa")).reported(R2, 5, applied("1/2", "bb"));
        leader.reported(R3, 5, applied("1/2", "cc"));
        assertThat(condemned(R1)).isEmpty();
        assertThat(condemned(R2)).isEmpty();
        assertThat(condemned(R3)).isEmpty();
        assertThat(leader.actions(LeaderAction.Report.class).get(0).sentence())
                .contains("no quorum agrees: r1 1/2#aa r2 1/2#bb r3 1/2#cc");
    }

    @Test
    @DisplayName("N11 When it is the home the leader steps down, and the good ones are not touched")
    void aHomeThatDiffersEndsTheLeadership() {
        leader.reported(R2, 5, applied("1/2", "aa")).reported(R1, 5, applied("1/2", "bb"));
        leader.reported(R3, 5, applied("1/2", "aa"));
        assertThat(condemned(R1)).hasSize(1);
        assertThat(condemned(R2)).isEmpty();
        assertThat(condemned(R3)).isEmpty();
        assertThat(leader.actions(LeaderAction.HandOver.class)).hasSize(1);
        assertThat(leader.actions(LeaderAction.Abandon.class)).hasSize(1);
        assertThat(leader.reason()).contains("the home replica r1 applied what no quorum did");
    }

    @Test
    void aPatientsWordCountsForNothing() {
        leader.reported(R1, 5, applied("1/2", "aa"));
        leader.streamUnknown(R3).opened(asPatient(R3), "0/0");
        leader.reported(asPatient(R3), 4, applied("1/2", "bb"));
        leader.reported(R2, 5, applied("1/2", "aa"));
        assertThat(condemned(R3)).isEmpty();
    }

    @Test
    void whatItSaidInAnotherLifeIsForgotten() {
        leader.reported(R3, 5, applied("1/2", "bb"));
        assertThat(leader.replication().history().at(Index.of(2))).containsOnlyKeys(R3);
        leader.streamUnknown(R3).opened(asPatient(R3), "0/0");
        leader.reported(R1, 5, applied("1/2", "aa")).reported(R2, 5, applied("1/2", "aa"));
        assertThat(condemned(R3)).isEmpty();
    }

    @Test
    void aVerdictThatWasLostIsSpokenAgain() {
        leader.reported(R1, 5, state("aa"))
                .reported(R2, 5, state("aa"))
                .reported(R3, 5, state("bb"));
        assertThat(condemned(R3)).hasSize(1);
        leader.reported(R3, 5, state("bb"));
        assertThat(condemned(R3)).hasSize(1);
    }

    @Test
    void onlyTheNewestPositionsAreRemembered() {
        for (int i = 1; i <= 40; i++) leader.reported(R2, 5, applied("1/" + i, "aa"));
        assertThat(leader.replication().history().positions()).hasSize(32);
        assertThat(leader.replication().history().at(Index.of(8))).isEmpty();
        assertThat(leader.replication().history().at(Index.of(9))).isNotEmpty();
    }
}
