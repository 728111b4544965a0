package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.L2;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.secondLife;
import static io.ringfence.protocol.Replicas.unfounded;
import static io.ringfence.protocol.Replicas.voter;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log is handed only to the leader that it was granted to, as it was then. */
class FollowerFetchTest {
    private static final String LOG = "1/1 1/2 3/3 3/4";

    /** r2 granted term 5 to L1 with the log above. */
    private static ReplicaScene granted() {
        return ReplicaScene.of(voter(R2, 4, LOG)).on(requestVote(5, L1));
    }

    private static Message.FetchLog fetch(long term, LeaderId leader, String after) {
        return fetch(term, leader, life(R2), "3/4", after, 10, 10_000);
    }

    private static Message.FetchLog fetch(
            long term,
            LeaderId leader,
            Incarnation incarnation,
            String last,
            String after,
            int entriesMax,
            int bytesMax) {
        return new Message.FetchLog(
                Term.of(term), leader, incarnation, id(last), id(after), entriesMax, bytesMax);
    }

    private static void assertRefused(ReplicaScene r2) {
        Message.Refused refused = r2.answer(Message.Refused.class);
        assertThat(refused.boundary()).isEqualTo(Boundary.FETCH);
        assertThat(refused.reason()).contains("no longer the one that was granted");
    }

    @ParameterizedTest
    @CsvSource({"0/0, 1/1 1/2 3/3 3/4", "1/2, 3/3 3/4", "3/3, 3/4", "3/4, ''"})
    void theLeaderGrantedReadsWhatFollows(String after, String expected) {
        ReplicaScene r2 = granted().on(fetch(5, L1, after));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.LogFetched(
                                asVoter(R2), Term.of(5), L1, id(after), entries(expected)));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aFetchIsBoundedByEntriesAndBytes() {
        ReplicaScene r2 = granted();
        r2.on(fetch(5, L1, life(R2), "3/4", "0/0", 3, 10_000));
        assertThat(r2.answer(Message.LogFetched.class).entries()).isEqualTo(entries("1/1 1/2 3/3"));
        int one = Replicas.entry("1/1").sizeBytes();
        r2.on(fetch(5, L1, life(R2), "3/4", "0/0", 10, 2 * one));
        assertThat(r2.answer(Message.LogFetched.class).entries()).isEqualTo(entries("1/1 1/2"));
        r2.on(fetch(5, L1, life(R2), "3/4", "0/0", 10, 1));
        assertThat(r2.answer(Message.LogFetched.class).entries()).isEqualTo(entries("1/1"));
    }

    @ParameterizedTest
    @CsvSource({"3/9, 5", "2/3, 3", "2/4, 3", "4/4, 3", "2/2, 1"})
    void aLogThatLacksTheEntryAnswersAHintBelowIt(String after, long hint) {
        ReplicaScene r2 = granted().on(fetch(5, L1, after));
        assertThat(r2.answer())
                .isEqualTo(
                        new Message.FetchMismatch(
                                asVoter(R2), Term.of(5), L1, id(after), Index.of(hint)));
    }

    @Test
    @DisplayName("V16 Another incarnation than the one that granted refuses")
    void anotherIncarnationRefuses() {
        assertRefused(granted().on(fetch(5, L1, secondLife(R2), "3/4", "0/0", 10, 999)));
    }

    @ParameterizedTest
    @CsvSource({"3/3", "3/5", "4/4", "0/0"})
    void aLogThatEndsElsewhereThanItDidRefuses(String last) {
        assertRefused(granted().on(fetch(5, L1, life(R2), last, "0/0", 10, 999)));
    }

    @Test
    void anotherLeaderOfTheTermIsRefused() {
        assertRefused(granted().on(fetch(5, L2, "0/0")));
    }

    @Test
    void aStaleLeaderIsFenced() {
        ReplicaScene r2 = granted().on(requestVote(6, L2)).on(fetch(5, L1, "0/0"));
        assertThat(r2.answer(Message.Fenced.class).boundary()).isEqualTo(Boundary.FETCH);
    }

    @Test
    void aLogThatGrewSinceIsRefused() {
        FollowerState state = voter(R2, 5, Optional.of(L1), LOG, 0);
        FollowerState longer =
                state.apply(new Event.EntriesAppended(id("3/4"), entries("5/5"), Index.ZERO));
        assertRefused(ReplicaScene.of(longer).on(fetch(5, L1, "0/0")));
    }

    @Test
    void aReplicaInNoGroupHasNothingToFetch() {
        ReplicaScene r2 = ReplicaScene.of(unfounded(R2)).on(requestVote(5, L1));
        assertRefused(r2.on(fetch(5, L1, life(R2), "0/0", "0/0", 10, 999)));
    }
}
