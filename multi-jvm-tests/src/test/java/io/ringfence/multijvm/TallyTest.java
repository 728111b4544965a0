package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import io.ringfence.multijvm.Registry.Item;
import io.ringfence.multijvm.Registry.Written;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The checker finds what it is there to find. */
class TallyTest {
    private static final Function<String, String> AS_WRITTEN = key -> "value of " + key;

    private static final Attempt X = acknowledged("p/x", 1, 3, 100);
    private static final Attempt Y = acknowledged("p/y", 1, 4, 200);
    private static final Attempt Z = acknowledged("p/z", 2, 6, 900);

    @Test
    void whatIsAsItWasAcknowledgedPasses() {
        Attempt rejected = attempt("p/r", new Answer.Rejected<>(503, "", NullNode.instance));
        Attempt unknown = attempt("p/u", new Answer.Unknown<>("lost"));
        Tally tally = new Tally("p", List.of(X, rejected, unknown));
        assertThatCode(() -> tally.verify(List.of(item(X)), AS_WRITTEN)).doesNotThrowAnyException();
        assertThatCode(() -> tally.verify(List.of(item(X), new Item("p/u", 9, 1)), AS_WRITTEN))
                .doesNotThrowAnyException();
    }

    @Test
    void aLostWriteIsFound() {
        Tally tally = new Tally("p", List.of(X, Y));
        assertThatThrownBy(() -> tally.verify(List.of(item(X)), AS_WRITTEN))
                .hasMessageContaining("acknowledged writes that are lost")
                .hasMessageContaining("p/y");
    }

    @Test
    void aWriteAppliedTwiceIsFound() {
        Tally tally = new Tally("p", List.of(X));
        assertThatThrownBy(() -> tally.verify(List.of(new Item("p/x", 5, 1)), AS_WRITTEN))
                .hasMessageContaining("applied twice");
    }

    @Test
    void anotherValueIsFound() {
        Tally tally = new Tally("p", List.of(X));
        assertThatThrownBy(() -> tally.verify(List.of(item(X)), key -> "another"))
                .hasMessageContaining("with another value");
    }

    @Test
    void aRejectedWriteThatIsThereIsFound() {
        Attempt rejected = attempt("p/r", new Answer.Rejected<>(503, "", NullNode.instance));
        Tally tally = new Tally("p", List.of(rejected));
        assertThatThrownBy(() -> tally.verify(List.of(new Item("p/r", 3, 1)), AS_WRITTEN))
                .hasMessageContaining("rejected writes that are there");
    }

    @Test
    void aKeyThatNobodyWroteIsFound() {
        Tally tally = new Tally("p", List.of(X));
        assertThatThrownBy(() -> tally.verify(List.of(item(X), new Item("p/?", 4, 1)), AS_WRITTEN))
                .hasMessageContaining("keys that nobody wrote");
    }

    @Test
    void anIndexAcknowledgedTwiceIsFound() {
        Tally tally = new Tally("p", List.of(X, acknowledged("p/v", 1, 3, 300)));
        assertThatThrownBy(tally::verifyEpochsDoNotOverlap).hasMessageContaining("at index 3");
    }

    @Test
    void twoLeadersSideBySideAreFound() {
        Tally tally = new Tally("p", List.of(X, Y, Z, acknowledged("p/v", 1, 7, 950)));
        assertThatThrownBy(tally::verifyEpochsDoNotOverlap).hasMessageContaining("epochs by index");
        assertThatCode(new Tally("p", List.of(Z, Y, X))::verifyEpochsDoNotOverlap)
                .doesNotThrowAnyException();
    }

    @Test
    void theGapIsBetweenTheLastOfOneEpochAndTheFirstOfTheNext() {
        Tally tally = new Tally("p", List.of(X, Y, Z, acknowledged("p/v", 2, 7, 950)));
        assertThat(tally.gapAfter(1)).isEqualTo(Duration.ofNanos(700));
        assertThat(tally.longestGap()).isEqualTo(Duration.ofNanos(700));
        assertThat(tally.acknowledgedAbove(1)).contains(Z);
        assertThat(tally.acknowledgedAbove(2)).isEmpty();
    }

    private static Item item(Attempt attempt) {
        return new Item(attempt.key(), attempt.written().version(), 1);
    }

    private static Attempt acknowledged(String key, long epoch, long index, long answeredNanos) {
        Written written = new Written(key, index, epoch, index);
        return new Attempt(
                key, AS_WRITTEN.apply(key), "r1", new Answer.Done<>(written), 0, answeredNanos);
    }

    private static Attempt attempt(String key, Answer<Written> answer) {
        return new Attempt(key, AS_WRITTEN.apply(key), "r1", answer, 0, 0);
    }
}
