package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.api.Codec;
import io.ringfence.api.GroupClient;
import io.ringfence.api.GroupMessage;
import io.ringfence.api.Outcome;
import io.ringfence.api.RingfenceClient;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Rejection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A member of the cluster that hosts no replica, and uses a group through the actor API. */
class ServiceTest {
    private static final String[] VOTERS = {"r1", "r2", "r3"};
    private static final Codec<String, Long> CODEC = new Counter(false).codec();

    private final List<Disk> disks = List.of(Disk.empty(), Disk.empty(), Disk.empty());
    private final List<TestNode> nodes = new ArrayList<>();
    private ActorSystem<Void> service;
    private GroupClient<String, Long> counter;

    @BeforeEach
    void start() {
        for (int i = 0; i < VOTERS.length; i++) {
            nodes.add(TestNode.start(VOTERS[i], disks.get(i), new Counter(false), VOTERS));
        }
        service = ActorSystem.create(Behaviors.empty(), "test", config());
        counter = RingfenceClient.get(service).group("counter", CODEC);
        nodes.forEach(node -> node.join(nodes.get(0)));
    }

    @AfterEach
    void stop() {
        service.terminate();
        service.getWhenTerminated().toCompletableFuture().join();
        nodes.forEach(TestNode::close);
    }

    private static Config config() {
        String settings =
                """
                akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                akka.cluster { roles = [service], jmx.enabled = off }
                """;
        Config own = ConfigFactory.parseString(settings);
        Config reference = ConfigFactory.load();
        return own.withFallback(reference.getConfig("ringfence.profiles.fast"))
                .withFallback(reference.getConfig("ringfence.akka-defaults"))
                .withFallback(reference);
    }

    private void join() {
        Cluster.get(service)
                .manager()
                .tell(Join.create(Cluster.get(nodes.get(0).system()).selfMember().address()));
    }

    private static <R> R result(CompletableFuture<Outcome<R>> outcome) {
        assertThat(outcome.join()).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<R>) outcome.join()).result();
    }

    private long add(String amount) {
        return result(counter.submit(amount, TestNode.PATIENCE).toCompletableFuture());
    }

    private long get() {
        return result(counter.query("get", TestNode.PATIENCE).toCompletableFuture());
    }

    @Test
    void requestsWaitUntilTheServiceIsInTheCluster() {
        CompletableFuture<Outcome<Long>> early =
                counter.submit("1", TestNode.PATIENCE).toCompletableFuture();
        join();
        assertThat(result(early)).isEqualTo(1);
        assertThat(add("2")).isEqualTo(3);
        assertThat(get()).isEqualTo(3);
    }

    @Test
    void anActorOfTheServiceMayAskToo() {
        join();
        Outcome<Long> outcome =
                AskPattern.<GroupMessage<String, Long>, Outcome<Long>>ask(
                                counter.ref(),
                                replyTo ->
                                        new GroupMessage.Submit<>("5", TestNode.PATIENCE, replyTo),
                                TestNode.PATIENCE,
                                service.scheduler())
                        .toCompletableFuture()
                        .join();
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(((Outcome.Done<Long>) outcome).at()).isGreaterThan(EntryId.ZERO);
    }

    @Test
    void withoutANodeARequestIsRejectedAtItsDeadline() {
        Outcome<Long> outcome =
                counter.submit("1", Duration.ofMillis(200)).toCompletableFuture().join();
        assertThat(outcome)
                .isEqualTo(
                        new Outcome.Rejected<>(
                                new Rejection.NotServing(
                                        "no node that hosts the group counter is known yet")));
    }

    @Test
    @DisplayName("C10 a service goes on while the leader's node leaves, and when the next crashes")
    void aServiceGoesOnThroughAFailover() {
        join();
        assertThat(add("1")).isEqualTo(1);
        TestNode leaves = nodes.get(0);
        CoordinatedShutdown.get(leaves.system()).runAll(CoordinatedShutdown.jvmExitReason());
        CompletableFuture<?> end = leaves.system().getWhenTerminated().toCompletableFuture();
        Count leaving = countWhile(() -> !end.isDone());
        long sum = get();
        assertThat(sum).isBetween(1 + leaving.done(), 1 + leaving.done() + leaving.unknown());

        nodes.set(0, TestNode.start("r1", disks.get(0), new Counter(false), VOTERS));
        nodes.get(0).join(nodes.get(1));
        awaitMembers(4);
        nodes.get(1).close();
        AtomicInteger more = new AtomicInteger(20);
        Count crashed = countWhile(() -> more.getAndDecrement() > 0);
        assertThat(crashed.done()).isPositive();
        assertThat(get()).isBetween(sum + crashed.done(), sum + crashed.done() + crashed.unknown());
    }

    /** Until then a node that crashes may be half of the cluster. */
    private void awaitMembers(int count) {
        TestNode node = nodes.get(2);
        node.serving()
                .awaitAssert(
                        TestNode.PATIENCE, () -> assertThat(node.membersUp()).isEqualTo(count));
    }

    /** How many commands, each of which adds one, were done, and of how many nobody knows. */
    private record Count(long done, long unknown) {}

    private Count countWhile(BooleanSupplier condition) {
        long done = 0;
        long unknown = 0;
        while (condition.getAsBoolean()) {
            Outcome<Long> outcome =
                    counter.submit("1", TestNode.PATIENCE).toCompletableFuture().join();
            if (outcome instanceof Outcome.Done<Long>) done++;
            if (outcome instanceof Outcome.Unknown<Long>) unknown++;
        }
        return new Count(done, unknown);
    }

    @Test
    void aGroupHasOneClientAndOneCodec() {
        assertThat(RingfenceClient.get(service).group("counter", CODEC)).isSameAs(counter);
        Codec<String, Long> other = new Counter(true).codec();
        assertThatThrownBy(() -> RingfenceClient.get(service).group("counter", other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("counter");
    }
}
