package io.ringfence.api.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each request of a JVM's clients has exactly one outcome. */
class ErrandsTest {
    private static final Outcome<Payload> DONE =
            new Outcome.Done<>(Payload.EMPTY, EntryId.of(1, 2));

    private static final String GONE = "that one is gone";

    private final Errands<String> errands = new Errands<>(0, "nobody serves yet");
    private final List<Outcome<Payload>> told = new ArrayList<>();

    private void add(boolean changes) {
        Duration within = Duration.ofMillis(100);
        errands.add(
                new Ask(
                        changes ? Ask.Kind.COMMAND : Ask.Kind.QUERY,
                        Payload.EMPTY,
                        within,
                        told::add),
                1_000);
    }

    private static Outcome<Payload> notServing(String reason) {
        return new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    @Test
    void aCommandIsHandedToOneLeaderOnly() {
        add(true);
        assertThat(errands.handAllTo("L1")).hasSize(1);
        errands.takeBackQueries("another was heard of");
        assertThat(errands.handAllTo("L2")).isEmpty();
    }

    @Test
    void aCommandThatWasCertainlyNotAppliedIsHandedOn() {
        add(true);
        long id = errands.handAllTo("L1").get(0).id();
        errands.settle(id, notServing("stepping down"));
        assertThat(told).isEmpty();
        assertThat(errands.handAllTo("L2")).hasSize(1);
        errands.settle(id, DONE);
        assertThat(told).containsExactly(DONE);
        assertThat(errands.size()).isZero();
    }

    @Test
    void whatALeaderThatIsGoneHadIsUnknown() {
        add(true);
        add(false);
        List<Errands.Errand<String>> handed = errands.handAllTo("L1");
        errands.gone("L2", GONE);
        assertThat(told).isEmpty();
        errands.gone("L1", GONE);
        assertThat(told).containsExactly(new Outcome.Unknown<>(GONE));
        assertThat(errands.handAllTo("L2"))
                .extracting(errand -> errand.id())
                .containsExactly(handed.get(1).id());
    }

    @Test
    void aLateAnswerAfterTheOutcomeIsNobodys() {
        add(true);
        long id = errands.handAllTo("L1").get(0).id();
        errands.gone("L1", GONE);
        errands.settle(id, DONE);
        assertThat(told).hasSize(1);
    }

    @Test
    void atItsDeadlineACommandNobodyTookIsRejected() {
        add(true);
        errands.expire(1_099);
        assertThat(told).isEmpty();
        errands.expire(1_100);
        assertThat(told).containsExactly(notServing("nobody serves yet"));
        assertThat(errands.size()).isZero();
    }

    @Test
    void atItsDeadlineACommandThatALeaderHasIsUnknown() {
        add(true);
        errands.handAllTo("L1");
        errands.expire(1_100);
        assertThat(told).containsExactly(new Outcome.Unknown<>("no answer within 100 ms"));
    }

    @Test
    void atItsDeadlineAQueryIsRejected() {
        add(false);
        errands.handAllTo("L1");
        errands.expire(1_100);
        assertThat(told).containsExactly(notServing("no answer within 100 ms"));
    }

    @Test
    void whenTheNodeEndsEveryRequestHasItsOutcome() {
        add(true);
        errands.handAllTo("L1");
        add(true);
        errands.giveUp("the end");
        assertThat(told).containsExactly(notServing("the end"), new Outcome.Unknown<>("the end"));
        assertThat(errands.size()).isZero();
    }
}
