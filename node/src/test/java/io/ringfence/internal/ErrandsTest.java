package io.ringfence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each request of a node's clients has exactly one outcome. */
class ErrandsTest {
    private static final Outcome<Payload> DONE =
            new Outcome.Done<>(Payload.EMPTY, EntryId.of(1, 2));

    private final Errands errands = new Errands(0);
    private final TestInbox<Outcome<Payload>> client = TestInbox.create();
    private final ActorRef<LeaderActor.Command> l1 =
            TestInbox.<LeaderActor.Command>create("L1").getRef();
    private final ActorRef<LeaderActor.Command> l2 =
            TestInbox.<LeaderActor.Command>create("L2").getRef();

    private void add(RouterActor.Kind kind) {
        Duration within = Duration.ofMillis(100);
        errands.add(new RouterActor.Ask(kind, Payload.EMPTY, within, client.getRef()), 1_000);
    }

    private static Outcome<Payload> notServing(String reason) {
        return new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    @Test
    void aCommandIsHandedToOneLeaderOnly() {
        add(RouterActor.Kind.COMMAND);
        assertThat(errands.handAllTo(l1)).hasSize(1);
        errands.takeBackQueries();
        assertThat(errands.handAllTo(l2)).isEmpty();
    }

    @Test
    void aCommandThatWasCertainlyNotAppliedIsHandedOn() {
        add(RouterActor.Kind.COMMAND);
        long id = errands.handAllTo(l1).get(0).id();
        errands.settle(id, notServing("stepping down"));
        assertThat(client.hasMessages()).isFalse();
        assertThat(errands.handAllTo(l2)).hasSize(1);
        errands.settle(id, DONE);
        assertThat(client.getAllReceived()).containsExactly(DONE);
        assertThat(errands.size()).isZero();
    }

    @Test
    void whatALeaderThatIsGoneHadIsUnknown() {
        add(RouterActor.Kind.COMMAND);
        add(RouterActor.Kind.QUERY);
        List<Errands.Errand> handed = errands.handAllTo(l1);
        errands.leaderGone(l2);
        assertThat(client.hasMessages()).isFalse();
        errands.leaderGone(l1);
        assertThat(client.receiveMessage()).isInstanceOf(Outcome.Unknown.class);
        assertThat(errands.handAllTo(l2))
                .extracting(Errands.Errand::id)
                .containsExactly(handed.get(1).id());
    }

    @Test
    void aLateAnswerAfterTheOutcomeIsNobodys() {
        add(RouterActor.Kind.COMMAND);
        long id = errands.handAllTo(l1).get(0).id();
        errands.leaderGone(l1);
        errands.settle(id, DONE);
        assertThat(client.getAllReceived()).hasSize(1);
    }

    @Test
    void atItsDeadlineACommandNobodyTookIsRejected() {
        add(RouterActor.Kind.COMMAND);
        errands.expire(1_099);
        assertThat(client.hasMessages()).isFalse();
        errands.expire(1_100);
        assertThat(client.receiveMessage()).isEqualTo(notServing("no leader serves here yet"));
        assertThat(errands.size()).isZero();
    }

    @Test
    void atItsDeadlineACommandThatALeaderHasIsUnknown() {
        add(RouterActor.Kind.COMMAND);
        errands.handAllTo(l1);
        errands.expire(1_100);
        assertThat(client.receiveMessage())
                .isEqualTo(new Outcome.Unknown<>("no answer within 100 ms"));
    }

    @Test
    void atItsDeadlineAQueryIsRejected() {
        add(RouterActor.Kind.QUERY);
        errands.handAllTo(l1);
        errands.expire(1_100);
        assertThat(client.receiveMessage()).isEqualTo(notServing("no answer within 100 ms"));
    }

    @Test
    void whenTheNodeEndsEveryRequestHasItsOutcome() {
        add(RouterActor.Kind.COMMAND);
        errands.handAllTo(l1);
        add(RouterActor.Kind.COMMAND);
        errands.giveUp("the end");
        assertThat(client.getAllReceived())
                .containsExactly(notServing("the end"), new Outcome.Unknown<>("the end"));
        assertThat(errands.size()).isZero();
    }
}
