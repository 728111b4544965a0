package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.open;
import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.L3;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asPatient;
import static io.ringfence.protocol.Replicas.asReadmitted;
import static io.ringfence.protocol.Replicas.entry;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.patient;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A replica that is no voter now: what it may not do, and how it becomes one again (design §4). */
class FollowerPatientTest {
    private static final Entry READMISSION = readmission("5/3", R2, secondLife(R2));

    /** An amnesiac in the middle of its cure by L1 of term 5; its log is empty. */
    private static ReplicaScene inCure() {
        return ReplicaScene.of(patient(R2, 5)).on(open(5, L1, 1));
    }

    private static ReplicaScene readmitted(long commit) {
        ReplicaScene r2 = inCure();
        return r2.on(
                append(5, L1, "0/0", List.of(entry("1/1"), entry("5/2"), READMISSION), commit));
    }

    private static FollowerState quarantined() {
        return voter(R2, 5, Optional.of(L1), "1/1 1/2", 2).apply(new Event.Quarantined("damage"));
    }

    @Test
    @DisplayName("V13 A patient grants no vote of any term")
    void aPatientGrantsNothing() {
        for (long term : List.of(5L, 6L, 9L)) {
            ReplicaScene r2 = inCure().on(requestVote(term, L3));
            assertThat(r2.answer()).isInstanceOf(Message.Refused.class);
            assertThat(r2.state().vote()).isNotEqualTo(Optional.of(L3));
        }
    }

    @Test
    @DisplayName("V13 A patient says in every answer that it is one")
    void aPatientSaysSo() {
        ReplicaScene r2 = inCure();
        assertThat(r2.answer().from()).isEqualTo(asPatient(R2));
        r2.on(append(5, L1, "0/0", "1/1", 0));
        assertThat(r2.answer(Message.Appended.class).from()).isEqualTo(asPatient(R2));
        r2.on(append(5, L1, "1/7", "", 0));
        assertThat(r2.answer(Message.Mismatch.class).from()).isEqualTo(asPatient(R2));
        r2.on(new Message.Probe(new Nonce(1), L3, Replicas.ROSTER));
        assertThat(r2.answer(Message.ProbeAnswer.class).from()).isEqualTo(asPatient(R2));
    }

    @Test
    @DisplayName("V13 A patient hands its log to nobody")
    void aPatientsLogIsNotFetched() {
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1", 1));
        r2.on(
                new Message.FetchLog(
                        Term.of(5), L1, secondLife(R2), id("1/1"), EntryId.ZERO, 9, 999));
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.FETCH);
    }

    @Test
    @DisplayName("V18 A patient accepts no founding")
    void aPatientAcceptsNoFounding() {
        ReplicaScene r2 = ReplicaScene.of(patient(R2, 5));
        r2.on(new Message.Found(Term.of(5), L1, Replicas.founding("g9", 5)));
        assertThat(r2.answer(Message.Refused.class).boundary()).isEqualTo(Boundary.FOUNDING);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aPatientTakesAppendsLikeAFollower() {
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1 5/2", 2));
        assertThat(r2.state().log()).isEqualTo(log("1/1 5/2"));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(2));
        assertThat(r2.actions(Action.Apply.class))
                .isEqualTo(List.of(new Action.Apply(Index.of(2))));
        assertThat(r2.state().standing().isPatient()).isTrue();
    }

    @Test
    @DisplayName("V15 The readmission alone cures nobody: it must be committed")
    void anUncommittedReadmissionDoesNotCure() {
        ReplicaScene r2 = readmitted(2);
        assertThat(r2.events()).hasSize(1);
        assertThat(r2.state().standing()).isEqualTo(asPatient(R2));
        assertThat(r2.answer(Message.Appended.class).from()).isEqualTo(asPatient(R2));
    }

    @Test
    @DisplayName("V15 Cured in the same write that brings the committed readmission")
    void aCommittedReadmissionCures() {
        ReplicaScene r2 = readmitted(3);
        assertThat(r2.events()).hasSize(2);
        assertThat(r2.events().get(1)).isEqualTo(new Event.Cured(id("5/3")));
        assertThat(r2.answer(Message.Appended.class).from()).isEqualTo(asReadmitted(R2));
        assertThat(r2.restarted().state().standing()).isEqualTo(asReadmitted(R2));
    }

    @Test
    @DisplayName("V15 Cured by the heartbeat that tells that the readmission is committed")
    void aHeartbeatCuresOnceTheReadmissionIsCommitted() {
        ReplicaScene r2 = readmitted(2).on(append(5, L1, "5/3", "", 2));
        assertThat(r2.events()).isEmpty();
        r2.on(append(5, L1, "5/3", "", 3));
        assertThat(r2.events()).isEqualTo(List.of(new Event.Cured(id("5/3"))));
        assertThat(r2.answer(Message.Appended.class).from()).isEqualTo(asReadmitted(R2));
        r2.on(append(5, L1, "5/3", "", 3));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("V15 What is committed beyond the match does not cure")
    void aCommitIndexBeyondTheMatchDoesNotCure() {
        ReplicaScene r2 = readmitted(2).on(append(5, L1, "5/2", "", 9));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().standing().isPatient()).isTrue();
    }

    @Test
    @DisplayName("V16 The readmission of another life or of another replica cures nobody")
    void onlyItsOwnReadmissionCures() {
        for (Entry other :
                List.of(
                        readmission("5/1", R2, life(R2)),
                        readmission("5/1", R2, secondLife(R2).next()),
                        readmission("5/1", R3, secondLife(R2)))) {
            ReplicaScene r2 = inCure().on(append(5, L1, "0/0", List.of(other), 1));
            assertThat(r2.events()).hasSize(1);
            assertThat(r2.state().standing()).isEqualTo(asPatient(R2));
        }
    }

    @Test
    @DisplayName("V17 Readmission spends the vote of its term")
    void readmissionSpendsTheVoteOfItsTerm() {
        FollowerState wiped = FollowerState.blank(R2).apply(new Event.Started(secondLife(R2)));
        ReplicaScene r2 = ReplicaScene.of(wiped).on(open(12, L1, 1));
        r2.on(append(12, L1, "0/0", List.of(readmission("12/1", R2, secondLife(R2))), 1));
        assertThat(r2.state().standing()).isEqualTo(asReadmitted(R2));
        r2.on(requestVote(12, L3));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.VoteTaken(
                                asReadmitted(R2), Term.of(12), L3, FollowerState.SPENT));
        assertThat(r2.on(requestVote(13, L3)).answer()).isInstanceOf(Message.Granted.class);
    }

    @Test
    void aQuarantinedReplicaDropsItsLogOnceWithTheFirstHandshake() {
        ReplicaScene r2 = ReplicaScene.of(quarantined()).on(open(5, L1, 1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.CureStarted(FOUNDING)));
        assertThat(r2.actions().get(0)).isEqualTo(new Action.Reset());
        assertThat(r2.state().log()).isEqualTo(Log.EMPTY);
        assertThat(r2.contact().commitIndex()).isEqualTo(Index.ZERO);
        Message.StreamOpened opened = r2.answer(Message.StreamOpened.class);
        assertThat(opened.last()).isEqualTo(EntryId.ZERO);
        assertThat(opened.from().incarnation()).isEqualTo(life(R2).next());
    }

    @Test
    void aQuarantinedReplicaTakesNothingBeforeItsCureBegan() {
        ReplicaScene r2 = ReplicaScene.of(quarantined()).on(append(5, L1, "1/2", "5/3", 3));
        assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("V19 N6 A cure that was begun goes on where it stopped, after a restart too")
    void aCureThatWasBegunGoesOn() {
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1 5/2", 1)).restarted();
        r2.on(open(5, L1, 2));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.actions(Action.Reset.class)).isEmpty();
        assertThat(r2.answer(Message.StreamOpened.class).last()).isEqualTo(id("5/2"));
        assertThat(r2.state().standing().isPatient()).isTrue();
    }

    @Test
    void aCureGoesOnUnderTheNextLeaderOfTheGroup() {
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1 5/2", 1)).on(open(6, L2, 1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(6), L2)));
        assertThat(r2.answer(Message.StreamOpened.class).last()).isEqualTo(id("5/2"));
    }

    @Test
    void aCureOfAnotherGroupBeginsAnew() {
        Founding other = Replicas.founding("g9", 5);
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1 5/2", 1));
        r2.on(new Message.OpenStream(Term.of(6), L2, new StreamId(1), other));
        assertThat(r2.events())
                .isEqualTo(
                        List.of(
                                new Event.VoteGranted(Term.of(6), L2),
                                new Event.CureStarted(other)));
        assertThat(r2.answer(Message.StreamOpened.class).last()).isEqualTo(EntryId.ZERO);
    }

    @Test
    @DisplayName(
            "F13 A patient whose new log is contradicted is quarantined again, as one life more")
    void aPatientContradictedIsQuarantinedAgain() {
        ReplicaScene r2 = inCure().on(append(5, L1, "0/0", "1/1 1/2", 2));
        r2.on(append(5, L1, "1/1", "5/2", 2));
        assertThat(r2.events().get(0)).isInstanceOf(Event.Quarantined.class);
        assertThat(r2.state().standing().incarnation()).isEqualTo(secondLife(R2).next());
        r2.on(open(5, L1, 2));
        assertThat(r2.events()).isEqualTo(List.of(new Event.CureStarted(FOUNDING)));
    }

    @Test
    @DisplayName("V19 The cause of a quarantine is kept until the cure")
    void theCauseOfAQuarantineIsKeptUntilTheCure() {
        ReplicaScene r2 = ReplicaScene.of(quarantined()).on(open(5, L1, 1));
        assertThat(r2.state().cure().quarantine()).contains("damage");
        r2.on(append(5, L1, "0/0", List.of(readmission("5/1", R2, life(R2).next())), 1));
        assertThat(r2.state().cure()).isEqualTo(FollowerState.Cure.NONE);
        assertThat(r2.state().standing().isVoter()).isTrue();
    }

    @Test
    void aReplicaStartsOnceAndKeepsItsIncarnation() {
        ReplicaScene r2 = ReplicaScene.of(FollowerState.blank(R2)).on(new Message.Start("a"));
        assertThat(r2.events()).isEqualTo(List.of(new Event.Started(Incarnation.first("a"))));
        assertThat(r2.actions()).isEmpty();
        r2.on(new Message.Start("b"));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state().incarnation()).contains(Incarnation.first("a"));
    }
}
