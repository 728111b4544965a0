package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaderHintTest {
    private static final LeaderHint<String> AT_5 = new LeaderHint<>(Term.of(5), "n1");

    @ParameterizedTest
    @CsvSource({"4, 5, n1", "5, 5, n2", "6, 6, n2"})
    @DisplayName("F17 The word of an older epoch is ignored; that of the same leader is its newest")
    void theWordOfTheLeaderItself(long epoch, long kept, String word) {
        assertThat(AT_5.told(Term.of(epoch), "n2"))
                .isEqualTo(new LeaderHint<>(Term.of(kept), word));
    }

    @ParameterizedTest
    @CsvSource({"4, 5, n1", "5, 5, n1", "6, 6, n2"})
    @DisplayName("F17 What others say is news only if its epoch is newer")
    void theWordOfOthers(long epoch, long kept, String word) {
        assertThat(AT_5.learnt(Term.of(epoch), "n2"))
                .isEqualTo(new LeaderHint<>(Term.of(kept), word));
    }

    @Test
    @DisplayName("F17 An older word is ignored however late it comes")
    void anOlderWordIsIgnoredHoweverLate() {
        LeaderHint<String> seen = AT_5.told(Term.of(9), "n3").told(Term.of(5), "n1");
        assertThat(seen.learnt(Term.of(8), "n2")).isEqualTo(new LeaderHint<>(Term.of(9), "n3"));
    }
}
