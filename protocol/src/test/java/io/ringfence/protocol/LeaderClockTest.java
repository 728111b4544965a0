package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The replicated clock: never falls, and jumps only so far (design §13.13). */
class LeaderClockTest {
    private static final long WALL_MILLIS = 1_000_001;

    private static long stampOfLast(LeaderScene scene) {
        return scene.replication().log().stampMillis();
    }

    /** A leader that adopted one entry of that stamp, committed or not. */
    private static LeaderScene adopting(long stampMillis, long commit) {
        LeaderScene scene = LeaderScene.campaigning();
        scene.on(scene.granted(asVoter(R1), "1/1", commit, Optional.of(Replicas.FOUNDING)));
        scene.on(scene.granted(asVoter(R2), "1/1", commit, Optional.of(Replicas.FOUNDING)));
        return scene.on(
                new Message.LogFetched(
                        asVoter(R1),
                        Term.of(5),
                        scene.state().id(),
                        EntryId.ZERO,
                        List.of(Entry.of(id("1/1"), stampMillis, new Content.NoOp()))));
    }

    @Test
    void theFirstEntryOfAllIsStampedWithTheWallClock() {
        assertThat(stampOfLast(LeaderScene.fencing(""))).isEqualTo(WALL_MILLIS);
    }

    @Test
    void anEntryIsStampedWithTheWallClock() {
        LeaderScene leader = adopting(WALL_MILLIS - 500, 0);
        assertThat(stampOfLast(leader)).isEqualTo(WALL_MILLIS);
    }

    @Test
    @DisplayName(
            "§13.13 C8 A new leader whose clock is behind continues from the last stamp, committed"
                    + " or not")
    void aClockThatIsBehindContinuesFromTheLastStamp() {
        assertThat(stampOfLast(adopting(WALL_MILLIS + 9_000, 0))).isEqualTo(WALL_MILLIS + 9_000);
        assertThat(stampOfLast(adopting(WALL_MILLIS + 9_000, 1))).isEqualTo(WALL_MILLIS + 9_000);
    }

    @Test
    @DisplayName("§13.13 A jump forward is bounded for each entry")
    void aJumpForwardIsBounded() {
        assertThat(stampOfLast(adopting(1, 0))).isEqualTo(60_001);
        LeaderScene leader = LeaderScene.serving("");
        leader.wallJumps(200_000).propose(1);
        assertThat(stampOfLast(leader)).isEqualTo(WALL_MILLIS + 60_000);
        leader.propose(2);
        assertThat(stampOfLast(leader)).isEqualTo(WALL_MILLIS + 120_000);
    }

    @Test
    @DisplayName("§13.13 The replicated clock never falls when the wall clock does")
    void theClockNeverFalls() {
        LeaderScene leader = LeaderScene.serving("");
        leader.wallJumps(-900_000).propose(1);
        assertThat(stampOfLast(leader)).isEqualTo(WALL_MILLIS);
        leader.after(50).propose(2);
        assertThat(stampOfLast(leader)).isEqualTo(WALL_MILLIS);
    }

    @Test
    void aWallClockBeforeTheEpochOfUnixIsTakenForZero() {
        LeaderScene leader = LeaderScene.blank().wallJumps(-5_000_000);
        leader.on(leader.probeAnswer(asVoter(R1), 4)).on(leader.probeAnswer(asVoter(R2), 4));
        leader.on(leader.granted(asVoter(R1), "0/0")).on(leader.granted(asVoter(R2), "0/0"));
        assertThat(stampOfLast(leader)).isZero();
    }
}
