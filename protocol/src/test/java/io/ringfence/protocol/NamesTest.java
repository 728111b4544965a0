package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.secondLife;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"r1", "R", "0", "a-b_C-9", "-", "_"})
    void aReplicaIdOfPlainCharactersIsTaken(String name) {
        assertThat(ReplicaId.of(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "r 1", "r1|", "a/b", "a.b", "ä", "r1\n", "\uff11", "a:b"})
    void anyOtherReplicaIdIsRefusedByName(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReplicaId.of(name))
                .withMessageContaining("'" + name + "'");
    }

    @Test
    void aReplicaIdHasAtMost64Characters() {
        assertThat(ReplicaId.of("r".repeat(64)).name()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> ReplicaId.of("r".repeat(65)));
    }

    @Test
    void aRosterIsTheSameInWhateverOrderItIsWritten() {
        assertThat(Roster.of("g", "r3", "r1", "r2")).isEqualTo(Roster.of("g", "r1", "r2", "r3"));
        assertThat(Roster.of("g", "r3", "r1", "r2")).hasToString("g[r1,r2,r3]");
    }

    @Test
    @DisplayName("V14 Rosters that differ in their name or in one voter are not equal")
    void rostersThatDifferAreNotEqual() {
        Roster roster = Roster.of("g", "r1", "r2", "r3");
        assertThat(Roster.of("h", "r1", "r2", "r3")).isNotEqualTo(roster);
        assertThat(Roster.of("g", "r1", "r2", "r4")).isNotEqualTo(roster);
        assertThat(Roster.of("g", "r1", "r2")).isNotEqualTo(roster);
    }

    @Test
    void aVoterNamedTwiceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roster.of("g", "r1", "r2", "r1"))
                .withMessageContaining("named twice");
    }

    @Test
    void aGroupHasANameAndAVoter() {
        assertThatIllegalArgumentException().isThrownBy(() -> Roster.of("", "r1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Roster.of("g"));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4"})
    void aQuorumIsAMajorityAndAnyTwoMeet(int voters, int quorum) {
        List<ReplicaId> names = new ArrayList<>();
        for (int i = 1; i <= voters; i++) names.add(ReplicaId.of("r" + i));
        Roster roster = new Roster("g", names);
        assertThat(roster.quorum()).isEqualTo(quorum);
        assertThat(2 * roster.quorum()).isGreaterThan(voters);
    }

    @Test
    void aFoundingNamesOneIncarnationOfEachVoter() {
        assertThat(FOUNDING.names(R1, life(R1))).isTrue();
        assertThat(FOUNDING.names(R1, secondLife(R1))).isFalse();
        assertThat(FOUNDING.names(R1, life(R2))).isFalse();
        assertThat(FOUNDING.names(ReplicaId.of("r9"), life(R1))).isFalse();
    }

    @Test
    void aFoundingHasVotersAndATerm() {
        GroupId group = new GroupId("g", "1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Founding(group, Term.of(1), new TreeMap<>()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Founding(group, Term.ZERO, FOUNDING.voters()));
    }

    @Test
    void aFoundingKeepsItsOwnVoters() {
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>(FOUNDING.voters());
        Founding founding = new Founding(new GroupId("g", "1"), Term.of(1), voters);
        voters.remove(R1);
        assertThat(founding.names(R1, life(R1))).isTrue();
        assertThatThrownBy(() -> founding.voters().remove(R1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("V14 Two foundings of one name are two groups")
    void twoFoundingsOfOneNameDiffer() {
        assertThat(new GroupId("g", "1")).isNotEqualTo(new GroupId("g", "2"));
        assertThat(new GroupId("g", "1")).hasToString("g:1");
    }

    @Test
    void eachQuarantineBeginsANewIncarnationOfTheSameNonce() {
        Incarnation first = Incarnation.first("i1");
        assertThat(first).hasToString("i1");
        assertThat(first.next()).isNotEqualTo(first).hasToString("i1.1");
        assertThat(first.next().next()).isNotEqualTo(first.next()).hasToString("i1.2");
        assertThat(first.next().nonce()).isEqualTo("i1");
    }

    @Test
    void anIncarnationHasANonceAndAGeneration() {
        assertThatIllegalArgumentException().isThrownBy(() -> Incarnation.first(""));
        assertThatIllegalArgumentException().isThrownBy(() -> new Incarnation("i1", -1));
    }
}
