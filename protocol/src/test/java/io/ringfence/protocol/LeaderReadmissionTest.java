package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asReadmitted;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.secondLife;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a leader cures a patient, and from when on it counts (design §4, V13, V15, V16). */
class LeaderReadmissionTest {
    /** Serving epoch 5, commit index 2, when r3 comes back wiped. */
    private final LeaderScene leader = LeaderScene.serving("1/1");

    private LeaderScene wiped(ReplicaId replica) {
        return leader.streamUnknown(replica).opened(asPatient(replica), "0/0");
    }

    private long readmissions() {
        return leader.replication().log().range(Index.of(1), Index.of(leader.lastIndex())).stream()
                .filter(e -> e.content() instanceof Content.Readmitted)
                .count();
    }

    @Test
    void aPatientIsSentTheLogFromItsBeginning() {
        wiped(R3);
        Message.Append append = leader.sentTo(R3, Message.Append.class).get(0);
        assertThat(append.previous()).isEqualTo(EntryId.ZERO);
        assertThat(append.entries().get(0).id()).isEqualTo(id("1/1"));
        assertThat(leader.lastIndex()).isEqualTo(2);
    }

    @Test
    void aPatientThatIsBehindIsNotReadmitted() {
        wiped(R3).acknowledged(asPatient(R3), 1, Round.ZERO);
        assertThat(readmissions()).isZero();
    }

    @Test
    void aPatientThatCaughtUpIsReadmittedInOurEpochAndAllAreTold() {
        wiped(R3).acknowledged(asPatient(R3), 2, Round.ZERO);
        assertThat(leader.replication().log().lastId()).isEqualTo(id("5/3"));
        assertThat(leader.replication().log().entry(Index.of(3)).content())
                .isEqualTo(new Content.Readmitted(R3, secondLife(R3)));
        for (ReplicaId to : Replicas.ROSTER.voters()) {
            assertThat(leader.sentTo(to, Message.Append.class)).hasSize(1);
        }
    }

    @Test
    @DisplayName("V15 A patient is readmitted once, however often it answers")
    void aPatientIsReadmittedOnce() {
        wiped(R3);
        for (int i = 0; i < 5; i++) leader.acknowledged(asPatient(R3), 2, Round.ZERO);
        leader.acknowledged(asPatient(R3), 3, Round.ZERO);
        leader.streamUnknown(R3).opened(asPatient(R3), "5/3");
        leader.acknowledged(R1, 3).acknowledged(R2, 3);
        leader.acknowledged(asPatient(R3), 3, Round.ZERO);
        assertThat(readmissions()).isEqualTo(1);
    }

    @Test
    @DisplayName("V15 The readmission is committed by a quorum without the patient")
    void theReadmissionIsCommittedWithoutThePatient() {
        wiped(R3).acknowledged(asPatient(R3), 2, Round.ZERO);
        leader.acknowledged(R1, 3);
        leader.acknowledged(asPatient(R3), 3, Round.ZERO);
        assertThat(leader.commitIndex()).isEqualTo(2);
        leader.acknowledged(R2, 3);
        assertThat(leader.commitIndex()).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "V15 The readmitted counts once it says that it is a voter, and not as the life before")
    void theReadmittedCountsOnceItIsAVoter() {
        wiped(R3).acknowledged(asPatient(R3), 2, Round.ZERO);
        leader.acknowledged(R1, 3).acknowledged(R2, 3);
        leader.propose(1).acknowledged(R1, 4);
        leader.acknowledged(asPatient(R3), 4, Round.ZERO);
        assertThat(leader.commitIndex()).isEqualTo(3);
        leader.acknowledged(asVoter(R3), 4, Round.ZERO);
        assertThat(leader.commitIndex()).isEqualTo(3);
    }

    @Test
    void theReadmittedConfirmsReadsAndCommits() {
        wiped(R3).acknowledged(asPatient(R3), 2, Round.ZERO);
        leader.acknowledged(R1, 3).acknowledged(R2, 3);
        leader.acknowledged(asReadmitted(R3), 3, Round.ZERO);
        leader.propose(1).acknowledged(R1, 4).acknowledged(asReadmitted(R3), 4, Round.ZERO);
        assertThat(leader.commitIndex()).isEqualTo(4);
        leader.read(2).confirmed(R1);
        leader.acknowledged(asReadmitted(R3), 4, leader.state().reads().round());
        assertThat(leader.actions(LeaderAction.AnswerRead.class)).hasSize(1);
    }

    @Test
    @DisplayName("V16 A readmitted replica wiped again is readmitted again, as yet another life")
    void aReplicaWipedAgainIsReadmittedAgain() {
        wiped(R3).acknowledged(asPatient(R3), 2, Round.ZERO);
        leader.acknowledged(R1, 3).acknowledged(R2, 3);
        Standing third = new Standing(R3, Incarnation.first("r3i3"), Standing.Kind.PATIENT);
        leader.streamUnknown(R3).opened(third, "0/0").acknowledged(third, 3, Round.ZERO);
        assertThat(readmissions()).isEqualTo(2);
        assertThat(leader.replication().log().voter(leader.replication().founding(), R3))
                .contains(Incarnation.first("r3i3"));
    }

    @Test
    void aLeaderThatStillFencesReadmitsNobody() {
        LeaderScene fencing = LeaderScene.fencing("1/1");
        fencing.opened(asPatient(R3), "0/0").acknowledged(asPatient(R3), 2, Round.ZERO);
        assertThat(fencing.lastIndex()).isEqualTo(2);
        fencing.opened(asVoter(R1), "1/1").opened(asVoter(R2), "1/1");
        fencing.acknowledged(R1, 2).acknowledged(R2, 2);
        fencing.acknowledged(asPatient(R3), 2, Round.ZERO);
        assertThat(fencing.lastIndex()).isEqualTo(3);
    }

    @Test
    void aReadmissionIsNotHeldUpByTheLimitOnRequests() {
        for (long i = 3; i <= 14; i++) leader.propose(i);
        wiped(R3).acknowledged(asPatient(R3), 14, Round.ZERO);
        assertThat(readmissions()).isEqualTo(1);
    }

    @Test
    @DisplayName("§13.9 A replica that lost its log under an open stream gets a new stream")
    void aReplicaThatLostItsLogUnderAnOpenStreamGetsANewStream() {
        // r3 was wiped, and a late copy of the handshake opened the same stream to its next life.
        StreamId stream = leader.progress(R3).stream();
        leader.mismatched(asPatient(R3), 1);
        assertThat(readmissions()).isZero();
        assertThat(leader.progress(R3).stream()).isGreaterThan(stream);
        assertThat(leader.sentTo(R3, Message.OpenStream.class)).hasSize(1);
        leader.opened(asPatient(R3), "0/0");
        assertThat(leader.sentTo(R3, Message.Append.class).get(0).previous())
                .isEqualTo(EntryId.ZERO);
    }

    @Test
    @DisplayName("V16 What a former life matched is not counted for the next")
    void theMatchOfAFormerLifeIsNotTheNextOnes() {
        leader.acknowledged(asPatient(R3), 0, Round.ZERO);
        assertThat(readmissions()).isZero();
        assertThat(leader.progress(R3).match()).isEqualTo(Index.ZERO);
    }
}
