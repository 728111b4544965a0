package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Settings that cannot work are refused with the reason. */
class LeaderSettingsTest {
    private static LeaderSettings of(
            long checkQuorum, long heartbeat, int batchEntries, int batchBytes, int window) {
        return new LeaderSettings(
                1_000,
                checkQuorum,
                heartbeat,
                300,
                50,
                batchEntries,
                batchBytes,
                window,
                12,
                8_192,
                1_024,
                60_000);
    }

    @Test
    void theLeastThatWorksIsTaken() {
        assertThat(of(200, 100, 1, 1_024, 1).windowMax()).isEqualTo(1);
        assertThat(LeaderSettings.standard().checkQuorumMillis()).isPositive();
    }

    @Test
    void checkQuorumIsAtLeastTwoHeartbeats() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(199, 100, 1, 1_024, 1))
                .withMessageContaining("check-quorum (199 ms)")
                .withMessageContaining("two heartbeats (100 ms)");
    }

    @Test
    void aBatchHoldsTheLargestCommandAndTheWindowABatch() {
        for (int[] wrong : new int[][] {{0, 1_024, 1}, {1, 1_023, 1}, {1, 1_024, 0}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> of(200, 100, wrong[0], wrong[1], wrong[2]))
                    .withMessageContaining("at least one command of the largest size");
        }
    }
}
