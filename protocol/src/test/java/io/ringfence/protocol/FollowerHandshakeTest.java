package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.following;
import static io.ringfence.protocol.ReplicaScene.open;
import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who leads, of which group, and what is held already. */
class FollowerHandshakeTest {
    private static Message.OpenStream openOf(Founding founding) {
        return new Message.OpenStream(Term.of(7), L1, new StreamId(1), founding);
    }

    @Test
    void theAnswerTellsTheLastIdAndTheCommitIndex() {
        FollowerState state = voter(R2, 7, Optional.of(L1), "1/1 1/2 3/3", 2);
        ReplicaScene r2 = ReplicaScene.of(state).at(40).on(open(7, L1, 4));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.StreamOpened(
                                asVoter(R2),
                                Term.of(7),
                                L1,
                                new StreamId(4),
                                id("3/3"),
                                Index.of(2)));
        assertThat(r2.contact())
                .isEqualTo(
                        new Contact(
                                Optional.of(L1), Term.of(7), new StreamId(4), Index.of(2), 40, 40));
    }

    @Test
    void aLaterStreamOfTheSameLeaderReplacesTheOneBefore() {
        ReplicaScene r2 = following(7, "1/1", 0).on(open(7, L1, 2));
        assertThat(r2.answer()).isInstanceOf(Message.StreamOpened.class);
        r2.on(append(7, L1, "1/1", "7/2", 0));
        assertThat(r2.answer(Message.StreamUnknown.class).stream()).isEqualTo(new StreamId(1));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("§13.9 A late handshake of an older stream does not close the one that followed")
    void aLateHandshakeOfAnOlderStreamIsIgnored() {
        ReplicaScene r2 = following(7, "1/1", 0).on(open(7, L1, 2));
        Contact contact = r2.contact();
        r2.on(open(7, L1, 1));
        assertThat(r2.actions()).isEmpty();
        assertThat(r2.events()).isEmpty();
        assertThat(r2.contact()).isEqualTo(contact);
    }

    @Test
    void aCopyOfTheSameHandshakeIsAnsweredAgain() {
        ReplicaScene r2 = following(7, "1/1", 1);
        Contact contact = r2.contact();
        r2.on(open(7, L1, 1));
        assertThat(r2.answer()).isInstanceOf(Message.StreamOpened.class);
        assertThat(r2.contact()).isEqualTo(contact);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aLeaderOfANewerTermMayAllotLowerStreams() {
        ReplicaScene r2 = following(7, "1/1", 0).on(open(7, L1, 5)).on(open(8, L2, 1));
        assertThat(r2.answer()).isInstanceOf(Message.StreamOpened.class);
        assertThat(r2.contact().stream()).isEqualTo(new StreamId(1));
        assertThat(r2.contact().leader()).contains(L2);
    }

    @Test
    @DisplayName("F15 A handshake does not lower the commit index that is known")
    void aHandshakeKeepsTheCommitIndex() {
        ReplicaScene r2 = following(7, "1/1", 0).on(append(7, L1, "1/1", "7/2 7/3", 3));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(3));
        r2.on(open(8, L2, 1));
        assertThat(r2.answer(Message.StreamOpened.class).commitIndex()).isEqualTo(Index.of(3));
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.of(3));
    }

    @Test
    @DisplayName("G A second leader in one term is refused, and shown as critical")
    void aSecondLeaderInOneTermIsRefused() {
        ReplicaScene r2 = following(7, "1/1", 0);
        Contact contact = r2.contact();
        r2.on(open(7, L2, 9));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.HANDSHAKE);
        assertThat(r2.actions(Action.ReportCritical.class))
                .isEqualTo(
                        List.of(
                                new Action.ReportCritical(
                                        "two leaders speak in term 7: L1 and L2")));
        assertThat(r2.contact()).isEqualTo(contact);
        assertThat(r2.on(append(7, L1, "1/1", "7/2", 0)).answer())
                .isInstanceOf(Message.Appended.class);
    }

    @Test
    @DisplayName(
            "V14 A log of one group is never given to another of its name: refused, both named")
    void aLogStaysInItsGroup() {
        FollowerState state = voter(R2, 7, Optional.of(L1), "1/1", 0);
        ReplicaScene r2 = ReplicaScene.of(state).on(openOf(Replicas.founding("g9", 5)));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer(Message.Refused.class).reason())
                .contains("two groups of one name")
                .contains("g:g1")
                .contains("g:g9");
        assertThat(r2.contact()).isEqualTo(Contact.NONE);
        assertThat(r2.state()).isEqualTo(state);
    }

    @Test
    @DisplayName("V18 Who missed the founding that names it accepts it late, having lost nothing")
    void aFoundingThatNamesAReplicaIsAcceptedLate() {
        Founding newer = Replicas.founding("g9", 5);
        FollowerState state = voter(R2, 7, Optional.of(L1), "", 0);
        ReplicaScene r2 = ReplicaScene.of(state).on(openOf(newer));
        assertThat(r2.events()).isEqualTo(List.of(new Event.GroupFounded(newer)));
        assertThat(r2.answer(Message.StreamOpened.class).from().isVoter()).isTrue();
        assertThat(r2.state().founding()).contains(newer);
    }

    @Test
    @DisplayName("V18 A superseded founding whose successor names another life makes a patient")
    void aSupersededFoundingMakesAPatientOfAnotherLife() {
        Founding first = Replicas.founding("g9", 5);
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>(first.voters());
        voters.put(R2, Replicas.secondLife(R2));
        Founding newer = new Founding(first.group(), first.term(), voters);
        FollowerState state = voter(R2, 7, Optional.of(L1), "", 0);
        ReplicaScene r2 = ReplicaScene.of(state).on(openOf(newer));
        assertThat(r2.events()).isEqualTo(List.of(new Event.CureStarted(newer)));
        assertThat(r2.answer(Message.StreamOpened.class).from().isPatient()).isTrue();
        assertThat(r2.state().founding()).contains(newer);
    }

    @Test
    @DisplayName("V13 A replica in no group becomes a patient of the leader's, its vote spent")
    void anAmnesiacBecomesAPatient() {
        FollowerState wiped =
                FollowerState.blank(R2).apply(new Event.Started(Replicas.secondLife(R2)));
        ReplicaScene r2 = ReplicaScene.of(wiped).on(open(7, L1, 1));
        assertThat(r2.events())
                .isEqualTo(
                        List.of(
                                new Event.VoteGranted(Term.of(7), L1),
                                new Event.CureStarted(FOUNDING)));
        assertThat(r2.actions().get(0)).isEqualTo(new Action.Reset());
        Message.StreamOpened opened = r2.answer(Message.StreamOpened.class);
        assertThat(opened.from()).isEqualTo(Replicas.asPatient(R2));
        assertThat(opened.last()).isEqualTo(EntryId.ZERO);
        assertThat(opened.commitIndex()).isEqualTo(Index.ZERO);
    }

    @Test
    void aVoterOfTheGroupIsNotCured() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(open(7, L1, 1));
        assertThat(r2.state().standing().isVoter()).isTrue();
        assertThat(r2.actions(Action.Reset.class)).isEmpty();
        assertThat(r2.state().log().lastId()).isEqualTo(id("1/1"));
    }

    @Test
    void afterARestartNoStreamIsOpen() {
        ReplicaScene r2 = following(7, "1/1", 0).restarted();
        r2.on(append(7, L1, "1/1", "7/2", 1));
        assertThat(r2.answer())
                .isEqualTo(new Message.StreamUnknown(asVoter(R2), Term.of(7), L1, new StreamId(1)));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions()).hasSize(1);
    }
}
