package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {
    @ParameterizedTest
    @ValueSource(longs = {-1, -2, Long.MIN_VALUE})
    @DisplayName("F9 A negative number is refused, never read as another")
    void aNegativeNumberIsRefused(long value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Term.of(value))
                .withMessageContaining("a term is never negative")
                .withMessageContaining(Long.toString(value));
        assertThatIllegalArgumentException().isThrownBy(() -> Index.of(value));
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamId(value));
        assertThatIllegalArgumentException().isThrownBy(() -> new Round(value));
    }

    @Test
    @DisplayName("F9 A number that is too large fails rather than wrap around")
    void anOverflowFails() {
        assertThatThrownBy(() -> Term.of(Long.MAX_VALUE).next())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Index.of(Long.MAX_VALUE).next())
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Index.of(1).plus(Long.MAX_VALUE))
                .isInstanceOf(ArithmeticException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new StreamId(Long.MAX_VALUE).next());
        assertThatIllegalArgumentException().isThrownBy(() -> new Round(Long.MAX_VALUE).next());
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 10", "9, 9223372036854775807"})
    void numbersAreOrderedByValue(long low, long high) {
        assertThat(Term.of(low)).isLessThan(Term.of(high));
        assertThat(Term.of(low).isBefore(Term.of(high))).isTrue();
        assertThat(Term.of(high).isAfter(Term.of(low))).isTrue();
        assertThat(Index.of(low)).isLessThan(Index.of(high));
        assertThat(Index.of(low).isBefore(Index.of(high))).isTrue();
        assertThat(Index.of(high).isAfter(Index.of(low))).isTrue();
        assertThat(new StreamId(low)).isLessThan(new StreamId(high));
        assertThat(new Round(low)).isLessThan(new Round(high));
        assertThat(new Round(low).isBefore(new Round(high))).isTrue();
    }

    @Test
    void anEqualNumberIsNeitherBeforeNorAfter() {
        assertThat(Term.of(3).isBefore(Term.of(3))).isFalse();
        assertThat(Term.of(3).isAfter(Term.of(3))).isFalse();
        assertThat(Index.of(3).isBefore(Index.of(3))).isFalse();
        assertThat(Index.of(3).isAfter(Index.of(3))).isFalse();
        assertThat(new Round(3).isBefore(new Round(3))).isFalse();
        assertThat(Term.of(3)).isEqualByComparingTo(Term.of(3)).isEqualTo(Term.of(3));
    }

    @Test
    void theGreaterAndTheLesserOfTwo() {
        assertThat(Term.of(3).max(Term.of(5))).isEqualTo(Term.of(5));
        assertThat(Term.of(5).max(Term.of(3))).isEqualTo(Term.of(5));
        assertThat(Index.of(3).max(Index.of(5))).isEqualTo(Index.of(5));
        assertThat(Index.of(5).max(Index.of(3))).isEqualTo(Index.of(5));
        assertThat(Index.of(3).min(Index.of(5))).isEqualTo(Index.of(3));
        assertThat(Index.of(5).min(Index.of(3))).isEqualTo(Index.of(3));
        assertThat(new Round(3).max(new Round(5))).isEqualTo(new Round(5));
        assertThat(new Round(5).max(new Round(3))).isEqualTo(new Round(5));
    }

    @Test
    void theNextOfEachIsOneMore() {
        assertThat(Term.ZERO.next()).isEqualTo(Term.of(1));
        assertThat(Index.ZERO.next()).isEqualTo(Index.of(1));
        assertThat(StreamId.NONE.next()).isEqualTo(new StreamId(1));
        assertThat(Round.ZERO.next()).isEqualTo(new Round(1));
    }

    @Test
    void theDistanceOfTwoIndicesHasASign() {
        assertThat(Index.of(7).minus(Index.of(4))).isEqualTo(3);
        assertThat(Index.of(4).minus(Index.of(7))).isEqualTo(-3);
        assertThat(Index.of(4).plus(3)).isEqualTo(Index.of(7));
    }

    @Test
    void entryIdsAreOrderedByEpochAndThenByIndex() {
        List<EntryId> ordered = Replicas.ids("0/0 1/1 1/2 1/9 2/2 2/3 3/1 10/1");
        List<EntryId> shuffled = Replicas.ids("2/3 10/1 1/2 0/0 3/1 1/9 2/2 1/1");
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
    }

    @Test
    void onlyZeroStandsBeforeTheFirstEntry() {
        assertThat(EntryId.of(0, 0)).isEqualTo(EntryId.ZERO);
        assertThatIllegalArgumentException().isThrownBy(() -> EntryId.of(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> EntryId.of(1, 0));
    }

    @Test
    void numbersAreWrittenAsTheyAre() {
        assertThat(Term.of(12)).hasToString("12");
        assertThat(Index.of(12)).hasToString("12");
        assertThat(EntryId.of(3, 12)).hasToString("3/12");
        assertThat(new StreamId(12)).hasToString("12");
        assertThat(new Round(12)).hasToString("12");
        assertThat(new Nonce(12)).hasToString("12");
    }
}
