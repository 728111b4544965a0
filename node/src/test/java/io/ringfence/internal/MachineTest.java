package io.ringfence.internal;

import static io.ringfence.internal.Messages.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.Counter;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The user's state machine at one place of the log. */
class MachineTest {
    private final Machine<Long, String, Long> machine = new Machine<>(new Counter(true), 3);

    private Outcome<Payload> apply(Entry entry) {
        return machine.outcome(machine.apply(entry).orElseThrow());
    }

    private static Outcome<Payload> failed(String message) {
        return new Outcome.Rejected<>(new Rejection.Failed(message));
    }

    @Test
    void aCommandIsAppliedAndAnswered() {
        assertThat(apply(entry(1, 1, "7")))
                .isEqualTo(new Outcome.Done<>(Payload.utf8("7"), EntryId.of(1, 1)));
        assertThat(machine.applied()).isEqualTo(EntryId.of(1, 1));
    }

    @Test
    void anEntryThatIsNoCommandDoesNotReachTheMachine() {
        Entry fence = Entry.of(EntryId.of(1, 1), 1, new Content.NoOp());
        assertThat(machine.apply(fence)).isEmpty();
        assertThat(machine.applied()).isEqualTo(fence.id());
    }

    @Test
    @DisplayName("C11 what the machine throws is its answer, and the state stays as it was")
    void anExceptionIsAnAnswer() {
        apply(entry(1, 1, "7"));
        assertThat(apply(entry(1, 2, "x"))).isEqualTo(failed("For input string: \"x\""));
        assertThat(machine.query(Payload.utf8("get")))
                .isEqualTo(new Outcome.Done<>(Payload.utf8("7"), EntryId.of(1, 2)));
    }

    @Test
    @DisplayName("L6 an error of the machine is no answer")
    void anErrorIsNoAnswer() {
        assertThatThrownBy(() -> machine.apply(entry(1, 1, "error")))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aReplyOverTheLimitIsNoRejectionForTheCommandIsApplied() {
        assertThat(apply(entry(1, 1, "1234"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(machine.query(Payload.utf8("get")))
                .isEqualTo(failed("the answer of 4 bytes is larger than a reply may be, 3"));
    }

    @Test
    void aQueryOnWhichTheMachineThrowsFails() {
        assertThat(machine.query(Payload.utf8("x"))).isEqualTo(failed("no query: x"));
    }

    @Test
    void anewItIsBeforeItsFirstEntry() {
        apply(entry(1, 1, "7"));
        assertThat(machine.anew().applied()).isEqualTo(EntryId.ZERO);
        assertThat(machine.anew().query(Payload.utf8("get")))
                .isEqualTo(new Outcome.Done<>(Payload.utf8("0"), EntryId.ZERO));
    }
}
