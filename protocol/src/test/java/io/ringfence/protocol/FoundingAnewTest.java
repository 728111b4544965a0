package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.patient;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A replica that its operator chose to found its group anew from, and who is no such one. */
@DisplayName("§13.15 a replica is set apart, to found its group anew from it")
class FoundingAnewTest {
    private static final long TERM = 1_000_005;
    private static final FollowerState CHOSEN = voter(R2, 5, Optional.of(L1), "1/1 3/2 5/3", 2);

    private static ReplicaScene apart() {
        return ReplicaScene.of(CHOSEN).on(new Message.FoundAnew("r2i2"));
    }

    /** By L1, at that term, of r2 as it is then. */
    private static Message.Found found(long term, String origin) {
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        voters.put(R1, life(R1));
        voters.put(R2, secondLife(R2));
        voters.put(R3, life(R3));
        GroupId group = new GroupId("g", "g" + term);
        Founding founding = new Founding(group, Term.of(term), voters, id(origin));
        return new Message.Found(Term.of(term), L1, founding);
    }

    private static ReplicaScene founded() {
        return apart().on(requestVote(TERM + 1, L1)).on(found(TERM + 1, "5/3"));
    }

    private static void assertRefused(FollowerState state, String why) {
        ReplicaScene replica = ReplicaScene.of(state).on(new Message.FoundAnew("r2i3"));
        assertThat(replica.events()).isEmpty();
        assertThat(replica.actions(Action.Report.class).get(0).sentence()).contains(why);
        assertThat(FoundingAnew.refusal(state).orElseThrow()).contains(why);
    }

    @Test
    void itIsOfNoGroupAndKeepsAllThatItHolds() {
        ReplicaScene r2 = apart();
        assertThat(r2.events())
                .isEqualTo(
                        List.of(
                                new Event.SetApart(
                                        FOUNDING.group(), secondLife(R2), Term.of(TERM))));
        FollowerState s = r2.state();
        assertThat(s.isApart()).isTrue();
        assertThat(s.standing())
                .isEqualTo(new Standing(R2, secondLife(R2), Standing.Kind.UNFOUNDED));
        assertThat(s.vote()).isEmpty();
        assertThat(s.log()).isEqualTo(CHOSEN.log());
        assertThat(s.commitIndex()).isEqualTo(CHOSEN.commitIndex());
    }

    @Test
    void itsTermIsAboveAllThatItKnows() {
        FollowerState floored = voter(R2, 3, "1/1 5/2");
        ReplicaScene r2 = ReplicaScene.of(floored).on(new Message.FoundAnew("r2i2"));
        assertThat(r2.state().term()).isEqualTo(FoundingAnew.term(floored));
        assertThat(r2.state().term()).isEqualTo(Term.of(TERM));
        FollowerState free = voter(R2, 5, "1/1 5/2");
        assertThatThrownBy(
                        () ->
                                free.apply(
                                        new Event.SetApart(
                                                FOUNDING.group(), secondLife(R2), Term.of(5))))
                .hasMessageContaining("who is set apart begins in a new term");
    }

    @Test
    void whatHoldsNothingOrIsNotTrustedIsRefused() {
        assertRefused(FollowerState.blank(R2), "it holds no entry");
        assertRefused(unfounded(R2), "it holds no entry");
        assertRefused(voter(R2, 5, ""), "it holds no entry");
        assertRefused(CHOSEN.apply(new Event.Quarantined("damage")), "it is quarantined: damage");
        FollowerState curing =
                patient(R2, 5)
                        .apply(new Event.EntriesAppended(EntryId.ZERO, entries("1/1"), Index.ZERO));
        assertRefused(curing, "it was wiped");
        assertRefused(apart().state(), "set apart already, with its log up to 5/3");
    }

    @Test
    void itAcceptsTheFoundingThatBeginsWithItsWholeLog() {
        ReplicaScene r2 = founded();
        assertThat(r2.answer()).isInstanceOf(Message.FoundAccepted.class);
        assertThat(r2.state().standing().isVoter()).isTrue();
        assertThat(r2.state().isApart()).isFalse();
        assertThat(r2.state().log()).isEqualTo(CHOSEN.log());
    }

    @Test
    void aFoundingWithoutItsLogIsRefused() {
        for (String origin : List.of("0/0", "3/2", "5/4")) {
            ReplicaScene r2 = apart().on(requestVote(TERM + 1, L1)).on(found(TERM + 1, origin));
            assertThat(r2.answer()).isInstanceOf(Message.Refused.class);
            assertThat(r2.events()).isEmpty();
        }
    }

    @Test
    void aFoundingThatHasNoEntryYetIsSuperseded() {
        ReplicaScene r2 = founded().on(requestVote(TERM + 2, L1)).on(found(TERM + 2, "5/3"));
        assertThat(r2.state().founding().orElseThrow().term()).isEqualTo(Term.of(TERM + 2));
    }

    @Test
    void oneThatHasAnEntryIsNot() {
        FollowerState begun =
                founded()
                        .state()
                        .apply(
                                new Event.EntriesAppended(
                                        id("5/3"), entries((TERM + 1) + "/4"), Index.of(3)));
        ReplicaScene r2 = ReplicaScene.of(begun).on(requestVote(TERM + 2, L1));
        r2.on(found(TERM + 2, (TERM + 1) + "/4"));
        assertThat(r2.answer()).isInstanceOf(Message.Refused.class);
        assertThat(r2.state().founding()).isEqualTo(begun.founding());
    }

    @Test
    void itsLogIsDroppedForNobody() {
        ReplicaScene r2 =
                apart().on(
                                new Message.OpenStream(
                                        Term.of(TERM + 9), L1, new StreamId(1), FOUNDING));
        assertThat(r2.answer(Message.Refused.class).reason())
                .contains("r2 is of one to be founded anew", "g:g1");
        assertThat(r2.state().log()).isEqualTo(CHOSEN.log());
    }

    @Test
    void itMayBeChosenAgainAfterAFoundingThatCameToNothing() {
        ReplicaScene r2 = founded().on(new Message.FoundAnew("r2i3"));
        assertThat(r2.state().isApart()).isTrue();
        assertThat(r2.state().log()).isEqualTo(CHOSEN.log());
    }

    @Test
    void whoHasNotReceivedAllOfItsGroupsOriginSaysSo() {
        Founding founding = found(TERM + 1, "5/3").founding();
        FollowerState partial =
                unfounded(R1)
                        .apply(new Event.VoteGranted(Term.of(TERM + 1), L1))
                        .apply(new Event.GroupFounded(founding))
                        .apply(
                                new Event.EntriesAppended(
                                        EntryId.ZERO, entries("1/1 3/2"), Index.ZERO));
        assertThat(FoundingAnew.lacking(partial)).contains(id("5/3"));
        assertThat(FoundingAnew.lacking(founded().state())).isEmpty();
        assertThat(FoundingAnew.lacking(CHOSEN)).isEmpty();
    }

    @Test
    void whomTheOldGroupReadmittedIsNoVoterOfTheNewOne() {
        List<Entry> all = new ArrayList<>(entries("1/1"));
        all.add(readmission("3/2", R3, secondLife(R3)));
        Log log = Log.EMPTY.append(all);
        Founding anew =
                new Founding(new GroupId("g", "n"), Term.of(9), FOUNDING.voters(), id("3/2"));
        assertThat(log.voter(FOUNDING, R3)).contains(secondLife(R3));
        assertThat(log.voter(anew, R3)).contains(life(R3));
        Log later = log.append(List.of(readmission("9/3", R3, secondLife(R3))));
        assertThat(later.voter(anew, R3)).contains(secondLife(R3));
    }

    @Test
    void aFoundingIsOfALaterTermThanItsOrigin() {
        assertThatThrownBy(() -> found(5, "5/3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("later term than its origin");
    }
}
