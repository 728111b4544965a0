package io.ringfence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import org.junit.jupiter.api.Test;

/** Each request that reached a leader has exactly one outcome. */
class RequestsTest {
    private static final Outcome<Payload> DONE =
            new Outcome.Done<>(Payload.EMPTY, EntryId.of(5, 2));

    private final Requests requests = new Requests(0);
    private final TestInbox<RouterActor.Command> router = TestInbox.create();

    private Requests.Asker asker(long id) {
        return new Requests.Asker(id, router.getRef());
    }

    private void accepted(long id, long index) {
        requests.accept(requests.command(asker(id)), EntryId.of(5, index));
    }

    private static Outcome<Payload> notServing(String reason) {
        return new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    @Test
    void aCommandIsAnsweredWhenItsEntryIsApplied() {
        accepted(1, 2);
        requests.applied(EntryId.of(5, 2), DONE);
        requests.applied(EntryId.of(5, 2), DONE);
        assertThat(router.getAllReceived()).containsExactly(new RouterActor.Settled(1, DONE));
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void anotherEntryAtThatIndexIsNotTheAnswer() {
        accepted(1, 2);
        requests.applied(EntryId.of(6, 2), DONE);
        assertThat(router.hasMessages()).isFalse();
    }

    @Test
    void whatNeverLeftIsRejectedAndTheRestIsUnknown() {
        accepted(1, 2);
        accepted(2, 3);
        requests.query(Payload.EMPTY, asker(3));
        requests.abandon(Index.of(3), "superseded");
        assertThat(router.getAllReceived())
                .containsExactlyInAnyOrder(
                        new RouterActor.Settled(1, new Outcome.Unknown<>("superseded")),
                        new RouterActor.Settled(2, notServing("superseded")),
                        new RouterActor.Settled(3, notServing("superseded")));
        assertThat(requests.isEmpty()).isTrue();
    }

    @Test
    void aQueryThatWasGivenUpIsNotAnsweredAgain() {
        long number = requests.query(Payload.EMPTY, asker(3));
        requests.abandonAll("gone");
        requests.answered(number, DONE);
        requests.reject(number, new Rejection.NotServing("again"));
        assertThat(requests.queryOf(number)).isEmpty();
        assertThat(router.getAllReceived())
                .containsExactly(new RouterActor.Settled(3, notServing("gone")));
    }

    @Test
    void whenTheLeaderEndsWhatItAcceptedIsUnknown() {
        accepted(1, 2);
        requests.abandonAll("gone");
        assertThat(router.getAllReceived())
                .containsExactly(new RouterActor.Settled(1, new Outcome.Unknown<>("gone")));
    }
}
