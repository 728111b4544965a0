package io.ringfence;

import static akka.actor.testkit.typed.javadsl.FishingOutcomes.complete;
import static akka.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.CoordinatedShutdown;
import akka.actor.testkit.typed.javadsl.TestProbe;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Term;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A group of one replica: its quorum is its own disk, so a test decides what becomes of it. */
class SingleNodeTest {
    private final Disk disk = Disk.empty();
    private TestNode node;

    @BeforeEach
    void start() {
        node = TestNode.start("r1", disk, new Counter(), "r1");
    }

    @AfterEach
    void stop() {
        disk.heal();
        node.close();
    }

    private void restart() {
        node.close();
        start();
    }

    private static ServingState serving(long epoch) {
        return new ServingState.Serving(Term.of(epoch));
    }

    /** Waits for such a state; what comes before it is no matter. */
    private static void await(TestProbe<ServingState> probe, Predicate<ServingState> wanted) {
        probe.fishForMessage(
                TestNode.PATIENCE, state -> wanted.test(state) ? complete() : continueAndIgnore());
    }

    private static Predicate<ServingState> notServing(String reason) {
        return state -> state instanceof ServingState.NotServing n && n.reason().contains(reason);
    }

    @Test
    @DisplayName("L1 nothing is served while the fence entry is not durable")
    void servingWaitsForTheFence() {
        disk.hold(Event.EntriesAppended.class);
        TestProbe<ServingState> state = node.join(node).serving();
        await(state, notServing("fencing epoch 1"));
        state.awaitAssert(() -> assertThat(disk.isWriting()).isTrue());
        state.expectNoMessage();
        disk.heal();
        assertThat(state.receiveMessage()).isEqualTo(serving(1));
    }

    @Test
    @DisplayName("L2 a journal that fails for a moment during the fence: it serves")
    void aMomentaryFailureDuringTheFenceIsRiddenOut() {
        disk.fail(2, Event.EntriesAppended.class);
        assertThat(node.join(node).done("1")).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "L3, L8 four times the journal is away for too long: it steps down, and serves again")
    void itIsNeverStuck() {
        TestProbe<ServingState> state = node.join(node).serving();
        for (int cycle = 1; cycle <= 4; cycle++) {
            await(state, ServingState.Serving.class::isInstance);
            disk.hang();
            CompletableFuture<Outcome<Long>> lost =
                    node.group().submit("1", TestNode.PATIENCE).toCompletableFuture();
            await(state, notServing("lost the quorum"));
            assertThat(lost.join()).isInstanceOf(Outcome.Unknown.class);
            disk.heal();
        }
        assertThat(node.get()).isLessThanOrEqualTo(4);
    }

    @Test
    @DisplayName(
            "L9 killed between the durable fence entry and serving: the next epoch is above it")
    void aFenceEntryIsNeverServedTwice() {
        disk.mute(Event.EntriesAppended.class);
        TestProbe<ServingState> before = node.join(node).serving();
        await(before, notServing("fencing epoch 1"));
        before.awaitAssert(() -> assertThat(disk.size()).isEqualTo(4));
        disk.heal();
        restart();
        TestProbe<ServingState> after = node.join(node).serving();
        await(after, serving(2)::equals);
    }

    @Test
    @DisplayName("L6 an error of the machine poisons the node, for good")
    void anErrorOfTheMachinePoisons() throws Exception {
        node.close();
        node = TestNode.start("r1", disk, new Counter(true), "r1");
        TestProbe<ServingState> state = node.join(node).serving();
        assertThat(node.submit("error")).isInstanceOf(Outcome.Unknown.class);
        await(state, ServingState.Poisoned.class::isInstance);
        node.system()
                .getWhenTerminated()
                .toCompletableFuture()
                .get(TestNode.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(Ringfence.afterwards(node.system())).isEqualTo(Ringfence.Afterwards.FAIL);
    }

    @Test
    @DisplayName("L15 a subscriber is told the present state first")
    void aSubscriberIsToldThePresentState() {
        node.join(node).done("1");
        assertThat(node.serving().receiveMessage()).isEqualTo(serving(1));
        assertThat(node.group().serving()).isEqualTo(serving(1));
    }

    @Test
    @DisplayName(
            "L16 a shutdown with a hung database ends in time, and every request has an outcome")
    void aShutdownDoesNotWaitForAHungDisk() throws Exception {
        node.join(node).done("1");
        disk.hang();
        CompletableFuture<Outcome<Long>> lost =
                node.group().submit("1", TestNode.PATIENCE).toCompletableFuture();
        CoordinatedShutdown.get(node.system())
                .runAll(CoordinatedShutdown.jvmExitReason())
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
        assertThat(lost.get(1, TimeUnit.SECONDS)).isInstanceOf(Outcome.Unknown.class);
        assertThat(Ringfence.afterwards(node.system())).isEqualTo(Ringfence.Afterwards.END);
    }

    @Test
    @DisplayName("C4 what is too large or no command is refused, and nothing is appended")
    void nonsenseIsRefused() {
        node.join(node).done("1");
        long last = node.status().last().index().value();
        assertThat(node.submit("1".repeat(300_000)))
                .isEqualTo(new Outcome.Rejected<>(new Rejection.TooLarge(300_000, 256 * 1024)));
        assertThat(node.submit(null)).isInstanceOf(Outcome.Rejected.class);
        assertThat(node.group().query("nonsense", TestNode.PATIENCE).toCompletableFuture().join())
                .isEqualTo(failed("no query: nonsense"));
        assertThat(node.status().last().index().value()).isEqualTo(last);
    }

    @Test
    @DisplayName("C11 a command on which the machine throws changes nothing, also after a restart")
    void anExceptionOfTheMachineIsAnAnswer() {
        node.join(node).done("5");
        assertThat(node.submit("x")).isEqualTo(failed("For input string: \"x\""));
        assertThat(node.done("2")).isEqualTo(7);
        restart();
        assertThat(node.join(node).get()).isEqualTo(7);
    }

    private static Outcome<Long> failed(String message) {
        return new Outcome.Rejected<>(new Rejection.Failed(message));
    }

    @Test
    void aRequestWaitsForALeaderNoLongerThanItsDeadline() {
        Outcome<Long> outcome =
                node.group().submit("1", Duration.ofMillis(100)).toCompletableFuture().join();
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        assertThat(((Outcome.Rejected<Long>) outcome).rejection())
                .isInstanceOf(Rejection.NotServing.class);
    }

    @Test
    void aNodeThatHasEndedStillAnswers() {
        node.close();
        for (Duration within : List.of(Duration.ofSeconds(-1), Duration.ofDays(100_000))) {
            assertThat(node.group().submit("1", within).toCompletableFuture().join())
                    .isEqualTo(new Outcome.Rejected<>(new Rejection.NotServing("this node stops")));
        }
    }

    @Test
    void whoseReplicaIsNoVoterIsToldSo() {
        Group<Long, String, Long> others = Group.of("others", new Counter()).withVoters("r2");
        assertThatThrownBy(() -> Ringfence.get(node.system()).init(others))
                .hasMessageContaining("r1 is no voter");
    }

    @Test
    void aGroupIsStartedOnceForItsName() {
        Ringfence ringfence = Ringfence.get(node.system());
        Group<Long, String, Long> same = Group.of("counter", new Counter()).withVoters("r1");
        assertThat(ringfence.init(same)).isSameAs(node.group());
        assertThatThrownBy(() -> ringfence.init(same.withVoters("r1", "r2")))
                .hasMessageContaining("another description");
    }
}
