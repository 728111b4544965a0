package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asUnfounded;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The leader at r1, where a group is founded anew: from r1, or from another replica. */
@DisplayName("§13.15 a leader founds a group anew, and leads it with the log it was founded from")
class LeaderFoundingAnewTest {
    private final LeaderScene leader = LeaderScene.probing();

    private void probed(ReplicaId from, String last) {
        leader.on(leader.probeAnswer(asUnfounded(from), 4, last, Optional.empty()));
    }

    private void probed(ReplicaId from, Founding founding, String last) {
        leader.on(
                new Message.ProbeAnswer(
                        asVoter(from),
                        Term.of(4),
                        leader.state().id(),
                        leader.state().election().nonce(),
                        id(last),
                        Optional.empty(),
                        Optional.of(founding)));
    }

    private void granted(ReplicaId from, String last, long commit) {
        leader.on(leader.granted(asUnfounded(from), last, commit, Optional.empty()));
    }

    private void granted(ReplicaId from, Founding founding, String last) {
        leader.on(leader.granted(asVoter(from), last, 0, Optional.of(founding)));
    }

    private void accepted(ReplicaId from) {
        Founding founding = leader.state().election().founding().orElseThrow();
        leader.on(
                new Message.FoundAccepted(
                        asVoter(from),
                        leader.state().term(),
                        leader.state().id(),
                        founding.group()));
    }

    private static Founding anew() {
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        for (ReplicaId each : Replicas.ROSTER.voters()) voters.put(each, life(each));
        return new Founding(new GroupId("g", "n"), Term.of(4), voters, id("3/2"));
    }

    private void founding(String r1, String r2) {
        probed(R1, r1);
        probed(R2, r2);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        probed(R3, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        granted(R1, r1, r1.equals("0/0") ? 0 : 1);
        granted(R2, r2, r2.equals("0/0") ? 0 : 1);
        granted(R3, "0/0", 0);
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FOUNDING);
        for (ReplicaId each : Replicas.ROSTER.voters()) accepted(each);
    }

    @Test
    void theLogOfTheChosenHomeIsAdoptedOnceAllAccepted() {
        founding("3/2", "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        leader.fetched(R1, "0/0", "1/1 3/2");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.replication().log().cutAfter(Index.of(2))).isEqualTo(log("1/1 3/2"));
        assertThat(leader.replication().founding().origin()).isEqualTo(id("3/2"));
        assertThat(leader.commitIndex()).isEqualTo(1);
    }

    @Test
    void soIsThatOfAChosenReplicaElsewhere() {
        founding("0/0", "3/2");
        assertThat(leader.sentTo(R2, Message.FetchLog.class)).hasSize(1);
        leader.fetched(R2, "0/0", "1/1 3/2");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        assertThat(leader.replication().log().cutAfter(Index.of(2))).isEqualTo(log("1/1 3/2"));
    }

    @Test
    void aQuorumWithoutThatLogLeadsNobody() {
        probed(R1, anew(), "0/0");
        probed(R2, anew(), "3/1");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
        leader.after(1_000);
        assertThat(leader.reason())
                .startsWith("the group was founded anew from a log up to 3/2, and needs all");
    }

    @Test
    void whoHoldsItIsWaitedForAndReadFrom() {
        probed(R1, anew(), "0/0");
        probed(R2, anew(), "0/0");
        probed(R3, anew(), "3/2");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        granted(R1, anew(), "0/0");
        granted(R2, anew(), "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.CAMPAIGNING);
        granted(R3, anew(), "3/2");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.RECOVERING);
        assertThat(leader.sentTo(R3, Message.FetchLog.class)).hasSize(1);
    }

    @Test
    void anEmptyGroupIsNotFoundedInItsPlace() {
        probed(R1, anew(), "0/0");
        probed(R2, anew(), "0/0");
        probed(R3, "0/0");
        assertThat(leader.phase()).isEqualTo(LeaderPhase.PROBING);
    }

    @Test
    void twoThatWereSetApartAreBothNamed() {
        probed(R1, "3/2");
        probed(R2, "3/1");
        probed(R3, "0/0");
        leader.after(1_000);
        assertThat(leader.reason())
                .startsWith("a group is founded anew from one replica only: ")
                .contains("r1 is set apart, up to 3/2", "r2 is set apart, up to 3/1");
    }

    @Test
    void whoIsMissingIsSaid() {
        probed(R1, "3/2");
        probed(R2, "0/0");
        leader.after(1_000);
        assertThat(leader.reason()).startsWith("founding anew needs all 3 voters: r1 is set apart");
    }
}
