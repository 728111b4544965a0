package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Founding is a term (design §4): who may be founded, by whom, in which. */
class FollowerFoundingTest {
    private static final Founding OF_5 = Replicas.founding("g5", 5);

    private static Message.Found found(long term, LeaderId leader, Founding founding) {
        return new Message.Found(Term.of(term), leader, founding);
    }

    /** r2 granted term 5 to L1. */
    private static ReplicaScene granted() {
        return ReplicaScene.of(unfounded(R2)).on(requestVote(5, L1));
    }

    private static void assertRefused(ReplicaScene r2) {
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.FOUNDING);
        assertThat(r2.events().stream().filter(Event.GroupFounded.class::isInstance)).isEmpty();
    }

    @Test
    void theFounderThatWasGrantedTheTermFounds() {
        ReplicaScene r2 = granted().on(found(5, L1, OF_5));
        assertThat(r2.events()).isEqualTo(List.of(new Event.GroupFounded(OF_5)));
        assertThat(r2.answer())
                .isEqualTo(new Message.FoundAccepted(asVoter(R2), Term.of(5), L1, OF_5.group()));
        assertThat(r2.state().standing().isVoter()).isTrue();
    }

    @Test
    @DisplayName("V18 The same founding again is acknowledged, and written once")
    void theSameFoundingAgainIsAcknowledged() {
        ReplicaScene r2 = granted().on(found(5, L1, OF_5)).on(found(5, L1, OF_5));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer()).isInstanceOf(Message.FoundAccepted.class);
    }

    @Test
    @DisplayName("V18 Another founder of the same term is refused")
    void anotherFounderOfTheTermIsRefused() {
        assertRefused(granted().on(found(5, L2, OF_5)));
    }

    @Test
    @DisplayName("V18 A founder of an older term is fenced")
    void aFounderOfAnOlderTermIsFenced() {
        ReplicaScene r2 = granted().on(requestVote(6, L2)).on(found(5, L1, OF_5));
        assertThat(r2.answer(Message.Fenced.class).boundary()).isEqualTo(Boundary.FOUNDING);
        assertThat(r2.state().founding()).isEmpty();
    }

    @Test
    @DisplayName("V18 A founding whose own term is another than the message's is refused")
    void aFoundingOfAnotherTermIsRefused() {
        assertRefused(granted().on(found(5, L1, Replicas.founding("g4", 4))));
        assertRefused(granted().on(found(5, L1, Replicas.founding("g6", 6))));
    }

    @Test
    @DisplayName("V18 A late duplicate of a founding finds the replica wiped: not accepted")
    void aWipedReplicaIsNotFoundedByALateDuplicate() {
        FollowerState wiped = FollowerState.blank(R2).apply(new Event.Started(secondLife(R2)));
        ReplicaScene r2 = ReplicaScene.of(wiped).on(found(5, L1, OF_5));
        assertRefused(r2);
        assertThat(r2.state().vote()).contains(L1);
        assertThat(r2.state().standing().kind()).isEqualTo(Standing.Kind.UNFOUNDED);
    }

    @Test
    @DisplayName(
            "V18 A founder that paused and continues finds the wiped replica's new grant: not"
                    + " accepted")
    void aWipedReplicaIsNotFoundedThoughItGrantedAgain() {
        FollowerState wiped = FollowerState.blank(R2).apply(new Event.Started(secondLife(R2)));
        ReplicaScene r2 = ReplicaScene.of(wiped).on(requestVote(5, L1)).on(found(5, L1, OF_5));
        assertRefused(r2);
    }

    @Test
    @DisplayName("V14 A replica that holds entries is not founded anew, by whomever")
    void aReplicaWithEntriesIsNotFounded() {
        FollowerState state = voter(R2, 5, Optional.of(L1), "1/1", 0);
        ReplicaScene r2 = ReplicaScene.of(state).on(found(5, L1, OF_5));
        assertRefused(r2);
        assertThat(r2.state()).isEqualTo(state);
    }

    @Test
    @DisplayName("V18 A provisional founding is superseded by one of a higher term")
    void aProvisionalFoundingIsSuperseded() {
        Founding of6 = Replicas.founding("g6", 6);
        ReplicaScene r2 = granted().on(found(5, L1, OF_5)).on(requestVote(6, L2));
        assertThat(r2.answer(Message.Granted.class).founding()).contains(OF_5);
        r2.on(found(6, L2, of6));
        assertThat(r2.events()).isEqualTo(List.of(new Event.GroupFounded(of6)));
        assertThat(r2.state().founding()).contains(of6);
    }

    @Test
    @DisplayName("V14 A quarantined replica is not founded")
    void aQuarantinedReplicaIsNotFounded() {
        FollowerState damaged = voter(R2, 5, Optional.of(L1), "", 0);
        ReplicaScene r2 = ReplicaScene.of(damaged.apply(new Event.Quarantined("damage")));
        assertRefused(r2.on(found(5, L1, OF_5)));
    }
}
