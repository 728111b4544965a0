package io.ringfence.protocol;

import static io.ringfence.protocol.ReplicaScene.append;
import static io.ringfence.protocol.ReplicaScene.requestVote;
import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Appends and fetches at a replica whose log begins behind 3/3, and ends with 3/5. */
class FollowerBaseTest {
    private static final Log WHOLE = log("1/1 1/2 3/3 3/4 3/5");

    private static FollowerState cut() {
        return Replicas.voter(R2, 5, Optional.of(L1), "1/1 1/2 3/3 3/4 3/5", 3)
                .apply(new Event.SnapshotTaken(snapshot(WHOLE.position(Index.of(3))), id("3/3")));
    }

    private final ReplicaScene r2 = ReplicaScene.taking(cut()).on(ReplicaScene.open(5, L1, 1));

    @ParameterizedTest
    @CsvSource({
        "1/1, 1/2 3/3 3/4 3/5 5/6, 6",
        "1/2, 3/3 3/4 3/5 5/6, 6",
        "3/3, 3/4 3/5 5/6, 6",
        "3/5, 5/6, 6",
        "1/1, 1/2 3/3, 3",
        "3/3, '', 3"
    })
    @DisplayName("§13.5 What the base covers is skipped, and the rest is appended")
    void whatTheBaseCoversIsSkipped(String previous, String entries, long match) {
        r2.on(append(5, L1, previous, entries, 3));
        assertThat(r2.answer(Message.Appended.class).match()).isEqualTo(Index.of(match));
        assertThat(r2.state().log().base()).isEqualTo(id("3/3"));
        assertThat(r2.state().log().holds(id("3/5"))).isTrue();
        assertThat(r2.state().log().holds(id("5/6"))).isEqualTo(match == 6);
    }

    @ParameterizedTest
    @CsvSource({"1/2, 2/3 3/4", "1/1, 1/2 1/3", "2/3, 3/4", "2/3, ''", "5/3, ''"})
    @DisplayName("§13.5 F13 Another entry in the base's place is damage: a quarantine, CRITICAL")
    void anotherEntryInTheBasesPlaceIsDamage(String previous, String entries) {
        r2.on(append(5, L1, previous, entries, 3));
        assertThat(r2.state().standing().isPatient()).isTrue();
        assertThat(r2.actions(Action.ReportCritical.class)).hasSize(1);
        assertThat(r2.actions(Action.Reply.class)).isEmpty();
        assertThat(r2.state().log().lastId()).isEqualTo(id("3/5"));
    }

    @ParameterizedTest
    @CsvSource({"1/1, ''", "0/0, 1/1", "0/0, 1/1 1/2"})
    void whatLiesBelowTheBaseAltogetherIsPointedBehindIt(String previous, String entries) {
        r2.on(append(5, L1, previous, entries, 3));
        assertThat(r2.answer(Message.Mismatch.class).hint()).isEqualTo(Index.of(4));
        assertThat(r2.events()).isEmpty();
    }

    @Test
    void aConflictBehindTheBaseIsReplaced() {
        r2.on(append(5, L1, "3/3", "5/4", 3));
        assertThat(r2.state().log().lastId()).isEqualTo(id("5/4"));
        assertThat(r2.actions(Action.ReportDiscarded.class)).hasSize(1);
    }

    @Test
    void aStampOlderThanTheBasesIsRefused() {
        Entry early = Entry.of(id("5/4"), 2, new Content.NoOp());
        r2.on(append(5, L1, "3/3", List.of(early), 3));
        assertThat(r2.answer(Message.Refused.class).reason())
                .contains("older than what it follows");
    }

    private ReplicaScene fetched(String after) {
        ReplicaScene granted = ReplicaScene.taking(cut()).on(requestVote(6, L1));
        return granted.on(
                new Message.FetchLog(Term.of(6), L1, life(R2), id("3/5"), id(after), 10, 10_000));
    }

    @ParameterizedTest
    @CsvSource({"3/3, 3/4 3/5", "3/4, 3/5"})
    void aLeaderReadsWhatIsHeld(String after, String expected) {
        assertThat(fetched(after).answer(Message.LogFetched.class).entries())
                .isEqualTo(entries(expected));
    }

    @ParameterizedTest
    @CsvSource({"0/0", "1/1", "1/2"})
    void aLeaderThatReadsFromBelowIsToldWhereTheLogBegins(String after) {
        assertThat(fetched(after).answer())
                .isEqualTo(
                        new Message.FetchMismatch(
                                asVoter(R2),
                                Term.of(6),
                                L1,
                                id(after),
                                Index.of(4),
                                WHOLE.position(Index.of(3))));
    }

    @Test
    void aGrantSaysWhichSnapshotIsHeld() {
        ReplicaScene granted = ReplicaScene.taking(cut()).on(requestVote(6, L1));
        assertThat(granted.answer(Message.Granted.class).snapshot())
                .contains(snapshot(WHOLE.position(Index.of(3))));
    }
}
