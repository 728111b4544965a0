package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asUnfounded;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a group of all who answer can be founded from. */
class HoldingTest {
    private static final Founding ANEW =
            new Founding(new GroupId("g", "n"), Term.of(9), FOUNDING.voters(), id("3/2"));

    private static Holding blank(ReplicaId replica) {
        return new Holding(asUnfounded(replica), EntryId.ZERO, Optional.empty());
    }

    private static Holding apart(ReplicaId replica, String last) {
        return new Holding(asUnfounded(replica), id(last), Optional.empty());
    }

    private static Holding of(Founding founding, ReplicaId replica, String last) {
        return new Holding(asVoter(replica), id(last), Optional.of(founding));
    }

    private static Optional<EntryId> origin(Holding... all) {
        return Holding.origin(List.of(all));
    }

    @Test
    @DisplayName("V14 Where all are empty a group begins empty, whatever was provisional")
    void anEmptyGroupBeginsWithNothing() {
        assertThat(origin(blank(R1), blank(R2), blank(R3))).contains(EntryId.ZERO);
        assertThat(origin(of(FOUNDING, R1, "0/0"), blank(R2), blank(R3))).contains(EntryId.ZERO);
    }

    @Test
    @DisplayName("§13.15 It begins with the log of the one that was set apart")
    void itBeginsWithTheLogThatWasSetApart() {
        assertThat(origin(blank(R1), apart(R2, "3/2"), blank(R3))).contains(id("3/2"));
        assertThat(origin(of(ANEW, R1, "0/0"), apart(R2, "3/2"), of(ANEW, R3, "0/0")))
                .contains(id("3/2"));
    }

    @Test
    @DisplayName("§13.15 A provisional founding is superseded with the same log")
    void aProvisionalFoundingIsSupersededWithTheSameLog() {
        assertThat(origin(of(ANEW, R1, "3/2"), of(ANEW, R2, "0/0"), blank(R3))).contains(id("3/2"));
    }

    @Test
    @DisplayName("§13.15 But not by itself once a disk of it was lost: it may have had entries")
    void notWhereADiskWasLostSince() {
        Standing wiped = new Standing(R3, Replicas.secondLife(R3), Standing.Kind.UNFOUNDED);
        Holding other = new Holding(wiped, EntryId.ZERO, Optional.empty());
        assertThat(origin(of(ANEW, R1, "3/2"), blank(R2), other)).isEmpty();
        assertThat(origin(apart(R1, "3/2"), blank(R2), other)).contains(id("3/2"));
    }

    @Test
    @DisplayName("§13.15 Whoever was to receive a log does not begin without it")
    void nobodyBeginsEmptyWhoWasToReceiveALog() {
        assertThat(origin(blank(R1), of(ANEW, R2, "0/0"), of(ANEW, R3, "0/0"))).isEmpty();
    }

    @Test
    @DisplayName("§13.15 Of two that were set apart neither is the one")
    void ofTwoNeitherIsTheOne() {
        assertThat(origin(apart(R1, "3/2"), apart(R2, "3/2"), blank(R3))).isEmpty();
    }

    @Test
    @DisplayName("§13.15 Nothing is founded over a log of another group, or one that was begun")
    void nothingIsFoundedOverAnotherLog() {
        assertThat(origin(apart(R1, "3/2"), of(FOUNDING, R2, "1/1"), blank(R3))).isEmpty();
        assertThat(origin(of(ANEW, R1, "9/3"), blank(R2), blank(R3))).isEmpty();
        assertThat(origin(of(ANEW, R1, "3/1"), blank(R2), blank(R3))).isEmpty();
        Holding patient = new Holding(asPatient(R3), EntryId.ZERO, Optional.of(FOUNDING));
        assertThat(origin(apart(R1, "3/2"), blank(R2), patient)).isEmpty();
    }
}
