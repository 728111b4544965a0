package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.following;
import static io.ringfence.protocol.ReplicaScene.open;
import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.L3;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate: stale is fenced, newer is adopted durably, whatever is said (design §5). */
class FollowerFenceTest {
    private static final Map<Boundary, Class<?>> KINDS = new EnumMap<>(Boundary.class);

    static {
        KINDS.put(Boundary.VOTE, Message.RequestVote.class);
        KINDS.put(Boundary.FOUNDING, Message.Found.class);
        KINDS.put(Boundary.FETCH, Message.FetchLog.class);
        KINDS.put(Boundary.HANDSHAKE, Message.OpenStream.class);
        KINDS.put(Boundary.APPLY, Message.Append.class);
        KINDS.put(Boundary.SNAPSHOT, Message.InstallSnapshot.class);
        KINDS.put(Boundary.DIGEST, Message.Quarantine.class);
    }

    static Stream<Message.FromLeader> stale() {
        return Samples.fromLeader(Term.of(4), L2).stream();
    }

    static Stream<Message.FromLeader> newer() {
        return Samples.fromLeader(Term.of(8), L3).stream();
    }

    @Test
    @DisplayName("F4 Every kind of message from a leader has a sample and its own boundary")
    void everyKindOfMessageIsWalked() {
        List<Class<?>> sampled = stale().<Class<?>>map(Object::getClass).toList();
        assertThat(sampled)
                .containsExactlyInAnyOrderElementsOf(Samples.kindsOf(Message.FromLeader.class));
        for (Message.FromLeader m : stale().toList()) {
            assertThat(KINDS.get(m.boundary())).isEqualTo(m.getClass());
        }
    }

    @ParameterizedTest
    @MethodSource("stale")
    @DisplayName("F4 What is of an older term is fenced with its boundary, and nothing changes")
    void anOlderTermIsFenced(Message.FromLeader message) {
        ReplicaScene r2 = following(5, "1/1 1/2", 1);
        FollowerState state = r2.state();
        Contact contact = r2.contact();
        r2.on(message);
        assertThat(r2.events()).isEmpty();
        assertThat(r2.state()).isEqualTo(state);
        assertThat(r2.contact()).isEqualTo(contact);
        assertThat(r2.actions()).hasSize(1);
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.Fenced(
                                asVoter(R2), Term.of(5), L2, message.boundary(), Term.of(4)));
    }

    @ParameterizedTest
    @MethodSource("newer")
    @DisplayName("F4 V4 A newer term is adopted in the first event, before any answer says it")
    void aNewerTermIsAdoptedFirst(Message.FromLeader message) {
        ReplicaScene r2 = following(5, "1/1 1/2", 1).on(message);
        assertThat(r2.events().get(0)).isEqualTo(new Event.VoteGranted(Term.of(8), L3));
        assertThat(r2.state().term()).isEqualTo(Term.of(8));
        assertThat(r2.answer().term()).isEqualTo(Term.of(8));
    }

    @ParameterizedTest
    @MethodSource("newer")
    @DisplayName("F7 The adopted term outlives the process")
    void theAdoptedTermOutlivesTheProcess(Message.FromLeader message) {
        ReplicaScene r2 = following(5, "1/1 1/2", 1).on(message).restarted();
        for (Message.FromLeader old : Samples.fromLeader(Term.of(5), L1)) {
            assertThat(r2.on(old).answer()).isInstanceOf(Message.Fenced.class);
        }
        assertThat(r2.state().term()).isEqualTo(Term.of(8));
    }

    @ParameterizedTest
    @MethodSource("newer")
    @DisplayName("F4 A patient fences and adopts like anyone")
    void aPatientHasTheSameFence(Message.FromLeader message) {
        ReplicaScene r2 = ReplicaScene.of(Replicas.patient(R2, 5));
        r2.on(Samples.fromLeader(Term.of(4), L2).get(0));
        assertThat(r2.answer()).isInstanceOf(Message.Fenced.class);
        r2.on(message);
        assertThat(r2.events()).isNotEmpty();
        assertThat(r2.state().term()).isEqualTo(Term.of(8));
    }

    @Test
    @DisplayName(
            "F1 At 5: a record of 4 is fenced, one of 5 admitted, one of 8 adopted; then 5 is"
                    + " fenced")
    void theFenceAtApply() {
        ReplicaScene r2 = following(5, "1/1 1/2", 1);
        r2.on(append(4, L2, "1/2", "4/3", 2));
        assertThat(r2.answer(Message.Fenced.class).boundary()).isEqualTo(Boundary.APPLY);
        assertThat(r2.state().log().lastId()).isEqualTo(Replicas.id("1/2"));

        r2.on(append(5, L1, "1/2", "5/3", 2));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(3));

        r2.on(append(8, L2, "5/3", "8/4", 3));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(8), L2)));
        assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);

        r2.on(append(5, L1, "5/3", "5/4", 3));
        assertThat(r2.answer(Message.Fenced.class).term()).isEqualTo(Term.of(8));
        assertThat(r2.state().log().lastId()).isEqualTo(Replicas.id("5/3"));
    }

    @Test
    @DisplayName("F2 At 7: a handshake of 6 is fenced and no stream exists")
    void aStaleHandshakeOpensNothing() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(open(6, L1, 1));
        assertThat(r2.answer(Message.Fenced.class).boundary()).isEqualTo(Boundary.HANDSHAKE);
        assertThat(r2.contact()).isEqualTo(Contact.NONE);
        assertThat(r2.events()).isEmpty();
    }

    @Test
    @DisplayName("F2 At 7: a handshake of 7 is admitted")
    void anEqualHandshakeIsAdmitted() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(open(7, L1, 3));
        assertThat(r2.contact().leader()).contains(L1);
        assertThat(r2.contact().stream()).isEqualTo(new StreamId(3));
        assertThat(r2.answer()).isInstanceOf(Message.StreamOpened.class);
    }

    @Test
    @DisplayName("F2 At 7: a handshake of 9 is adopted, durably")
    void aNewerHandshakeIsAdopted() {
        ReplicaScene r2 = following(7, "1/1", 0).on(open(9, L2, 1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(9), L2)));
        assertThat(r2.contact().leader()).contains(L2);
        assertThat(r2.contact().term()).isEqualTo(Term.of(9));
        assertThat(r2.restarted().state().term()).isEqualTo(Term.of(9));
    }

    @Test
    @DisplayName("V4 A grant is in the events before the action that tells it")
    void aGrantIsWrittenBeforeItIsTold() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(requestVote(7, L1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(7), L1)));
        assertThat(r2.answer()).isInstanceOf(Message.Granted.class);
    }

    @Test
    @DisplayName("V4 A newer term in a vote request is in the events though the vote is refused")
    void aNewerTermInAVoteRequestIsWrittenFirst() {
        ReplicaScene r2 = ReplicaScene.of(Replicas.patient(R2, 5)).on(requestVote(8, L3));
        assertThat(r2.events()).isEqualTo(List.of(new Event.TermAdvanced(Term.of(8))));
        assertThat(r2.answer(Message.Refused.class).term()).isEqualTo(Term.of(8));
    }

    @Test
    @DisplayName("V4 V9 A campaign counts its home's vote only from the home's answer")
    void aCampaignWaitsForTheHomesDurableVote() {
        LeaderScene leader = LeaderScene.campaigning();
        Message.RequestVote asked = leader.sentTo(Replicas.R1, Message.RequestVote.class).get(0);
        assertThat(leader.state().election().grants()).isEmpty();

        ReplicaScene home = ReplicaScene.of(voter(Replicas.R1, 4, "1/1")).on(asked);
        assertThat(home.events())
                .isEqualTo(List.of(new Event.VoteGranted(asked.term(), asked.leader())));
        leader.on(home.answer());
        assertThat(leader.state().election().grants()).containsOnlyKeys(Replicas.R1);
    }

    @Test
    @DisplayName("F8 A record of a newer term refused for a gap has raised the fence")
    void aGapOfANewerTermRaisesTheFence() {
        ReplicaScene r2 = following(5, "1/1 1/2", 1).on(append(8, L2, "7/90", "8/91", 0));
        assertThat(r2.answer()).isInstanceOf(Message.StreamUnknown.class);
        assertThat(r2.state().term()).isEqualTo(Term.of(8));
        assertThat(r2.restarted().on(append(5, L1, "1/2", "5/3", 1)).answer())
                .isInstanceOf(Message.Fenced.class);
    }

    @Test
    @DisplayName("F8 A bad record of a newer term has raised the fence")
    void aBadRecordOfANewerTermRaisesTheFence() {
        ReplicaScene r2 = following(5, "1/1 1/2", 1).on(append(8, L2, "1/2", "8/4 8/3", 0));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(8), L2)));
        assertThat(r2.state().log().lastId()).isEqualTo(Replicas.id("1/2"));
    }

    @Test
    @DisplayName("F8 A founding, a fetch and a handshake that are refused have raised the fence")
    void whatIsRefusedForAnotherReasonRaisesTheFence() {
        Founding other = Replicas.founding("g9", 8);
        List<Message> refused =
                List.of(
                        new Message.Found(Term.of(8), L2, other),
                        new Message.FetchLog(
                                Term.of(8),
                                L2,
                                Replicas.secondLife(R2),
                                Replicas.id("1/2"),
                                EntryId.ZERO,
                                9,
                                999),
                        new Message.OpenStream(Term.of(8), L2, new StreamId(1), other));
        for (Message message : refused) {
            ReplicaScene r2 = following(5, "1/1 1/2", 1).on(message);
            assertThat(r2.answer()).isInstanceOf(Message.Refused.class);
            assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(8), L2)));
            assertThat(r2.answer().term()).isEqualTo(Term.of(8));
        }
    }

    @Test
    @DisplayName("V17 A term known without a vote spends it on the leader that is met in it")
    void aKnownTermWithoutAVoteSpendsItOnTheLeaderMet() {
        ReplicaScene r2 = ReplicaScene.of(voter(R2, 7, "1/1")).on(open(7, L1, 1));
        assertThat(r2.events()).isEqualTo(List.of(new Event.VoteGranted(Term.of(7), L1)));
    }

    @Test
    @DisplayName(
            "§13.10 Whom one voted for and whom one follows may differ: no second vote is written")
    void aVoteForAnotherStandsBesideTheLeaderFollowed() {
        FollowerState voted = voter(R2, 7, Optional.of(L3), "1/1", 0);
        ReplicaScene r2 = ReplicaScene.of(voted).on(open(7, L1, 1));
        assertThat(r2.events()).isEmpty();
        assertThat(r2.answer()).isInstanceOf(Message.StreamOpened.class);
        assertThat(r2.state().vote()).contains(L3);
        assertThat(r2.contact().leader()).contains(L1);
    }
}
