package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.log;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Adopting the best log when logs begin behind entries that were cut. */
class LeaderRecoveryBaseTest {
    private static final Log WHOLE = log("1/1 1/2 1/3 1/4 1/5 1/6");

    private final LeaderScene leader = LeaderScene.campaigning();

    /** The home ends with {@code home}; r2, whose log is the best, with {@code source}. */
    private void granted(String home, String source) {
        leader.on(leader.granted(asVoter(R1), home)).on(leader.granted(asVoter(R2), source));
    }

    private void cutAt(ReplicaId replica, String asked, long base) {
        leader.on(
                new Message.FetchMismatch(
                        asVoter(replica),
                        leader.state().term(),
                        leader.state().id(),
                        id(asked),
                        Index.of(base + 1),
                        WHOLE.position(Index.of(base))));
    }

    private EntryId asked(ReplicaId of) {
        return leader.sentTo(of, Message.FetchLog.class).get(0).after();
    }

    private Log adopted() {
        assertThat(leader.phase()).isEqualTo(LeaderPhase.FENCING);
        Log log = leader.replication().log();
        return log.cutAfter(Index.of(log.lastId().index().value() - 1));
    }

    @Test
    void theHomesLogIsReadFromWhereItBegins() {
        granted("1/6", "1/6");
        assertThat(asked(R1)).isEqualTo(EntryId.ZERO);
        cutAt(R1, "0/0", 4);
        assertThat(asked(R1)).isEqualTo(id("1/4"));
        leader.fetched(R1, "1/4", "1/5 1/6");
        assertThat(adopted()).isEqualTo(WHOLE.cutBefore(Index.of(4)));
        assertThat(leader.commitIndex()).isEqualTo(4);
    }

    @Test
    void aHomeThatEndsWithItsSnapshotIsReadAtOnce() {
        granted("1/4", "1/6");
        cutAt(R1, "0/0", 4);
        assertThat(asked(R2)).isEqualTo(id("1/4"));
        leader.fetched(R2, "1/4", "1/5 1/6");
        assertThat(adopted()).isEqualTo(WHOLE.cutBefore(Index.of(4)));
    }

    @Test
    void aLogThatWasCutWhileItWasReadIsReadFromThere() {
        granted("1/6", "1/6");
        leader.fetched(R1, "0/0", "1/1 1/2");
        cutAt(R1, "1/2", 4);
        assertThat(asked(R1)).isEqualTo(id("1/4"));
        leader.fetched(R1, "1/4", "1/5 1/6");
        assertThat(adopted().base()).isEqualTo(id("1/4"));
    }

    @Test
    @DisplayName("V20 A home that ends before the source begins is left behind")
    void aHomeThatEndsBeforeTheSourceBeginsIsLeftBehind() {
        granted("1/2", "1/6");
        leader.fetched(R1, "0/0", "1/1 1/2");
        assertThat(asked(R2)).isEqualTo(id("1/2"));
        cutAt(R2, "1/2", 4);
        assertThat(asked(R2)).isEqualTo(id("1/4"));
        leader.fetched(R2, "1/4", "1/5 1/6");
        assertThat(adopted()).isEqualTo(WHOLE.cutBefore(Index.of(4)));
    }

    @Test
    @DisplayName("F11 A home in conflict with the source's base walks back below it")
    void aHomeInConflictWithTheBaseWalksBackBelowIt() {
        granted("0/0", "1/6");
        cutAt(R2, "0/0", 4);
        assertThat(asked(R2)).isEqualTo(id("1/4"));
        LeaderScene other = LeaderScene.campaigning();
        other.on(other.granted(asVoter(R1), "1/4")).on(other.granted(asVoter(R2), "2/6"));
        other.fetched(R1, "0/0", "1/1 1/2 1/3").fetched(R1, "1/3", "1/4");
        Log source = log("1/1 1/2 1/3 2/4 2/5 2/6");
        other.on(
                new Message.FetchMismatch(
                        asVoter(R2),
                        other.state().term(),
                        other.state().id(),
                        id("1/4"),
                        Index.of(5),
                        source.position(Index.of(4))));
        other.on(
                new Message.FetchMismatch(
                        asVoter(R2),
                        other.state().term(),
                        other.state().id(),
                        id("1/3"),
                        Index.of(5),
                        source.position(Index.of(4))));
        other.fetched(R2, "2/4", "2/5 2/6");
        assertThat(other.replication().log().base()).isEqualTo(id("2/4"));
        assertThat(other.replication().log().range(Index.of(5), Index.of(6)))
                .isEqualTo(entries("2/5 2/6"));
    }

    @Test
    void aWalkBackEndsAtTheBaseOfWhatWasRead() {
        granted("1/6", "2/9");
        cutAt(R1, "0/0", 4);
        leader.fetched(R1, "1/4", "1/5 1/6");
        leader.on(
                new Message.FetchMismatch(
                        asVoter(R2),
                        leader.state().term(),
                        leader.state().id(),
                        id("1/6"),
                        Index.of(2)));
        assertThat(asked(R2)).isEqualTo(id("1/4"));
    }
}
