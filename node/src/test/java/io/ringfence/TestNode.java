package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.InternalActorRef;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.cluster.typed.Join;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.ServingState;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** A node of a cluster in this JVM: an actor system, and a replica whose disk outlives it. */
public final class TestNode implements AutoCloseable {
    /** How long anything may take. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String GROUP = "counter";
    private static final String VIEW = "clusterEventBusListener";

    private final ActorSystem<Void> system;
    private final GroupHandle<String, Long> group;

    private TestNode(ActorSystem<Void> system, Group<Long, String, Long> group) {
        this.system = system;
        this.group = Ringfence.get(system).init(group);
    }

    /** Starts a node, which has yet to join a cluster. */
    public static TestNode start(String replica, Disk disk, Counter machine, String... voters) {
        ActorSystem<Void> system =
                ActorSystem.create(
                        Behaviors.empty(), "test", config(replica, disk, voters.length == 1));
        return new TestNode(system, Group.of(GROUP, machine).withVoters(voters));
    }

    private static Config config(String replica, Disk disk, boolean alone) {
        String settings =
                """
                ringfence {
                  profile = fast
                  replica = %1$s
                  replica-restart { min-backoff = 20 ms, max-backoff = 100 ms }
                  snapshot-store = ${akka.persistence.no-snapshot-store}
                  snapshots { every-entries = 10, fingerprint-every-entries = 5, tail-entries = 5 }
                  retention.akka-snapshot-size = 0
                  chunk-store { provider = io.ringfence.persistence.MemoryChunks, disk = "%3$s" }
                  journals.%2$s.%1$s { class = io.ringfence.DiskJournal, disk = "%3$s" }
                }
                akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                akka.cluster.jmx.enabled = off
                # To terminate the actor system is to crash: it says no farewell.
                akka.coordinated-shutdown.run-by-actor-system-terminate = off
                akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                # Several nodes share this JVM's time, which may be short.
                ringfence.leader.check-quorum = %4$s
                akka.cluster.failure-detector.acceptable-heartbeat-pause = 2 s
                """
                        .formatted(replica, GROUP, disk.name(), alone ? "1 s" : "4 s");
        return RingfenceConfig.load(ConfigFactory.parseString(settings));
    }

    /** To read that replica while no node runs it. */
    static Config stopped(String replica, Disk disk) {
        return ConfigFactory.parseString("akka.actor.provider = local")
                .withFallback(config(replica, disk, false));
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public GroupHandle<String, Long> group() {
        return group;
    }

    /** Joins the cluster of that node; of itself, to found one. */
    public TestNode join(TestNode seed) {
        Cluster.get(system)
                .manager()
                .tell(Join.create(Cluster.get(seed.system).selfMember().address()));
        return this;
    }

    /** How many nodes are full members of the cluster, as this one knows. */
    public long membersUp() {
        Iterable<Member> members = Cluster.get(system).state().getMembers();
        return StreamSupport.stream(members.spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }

    /** Waits until it knows of that many. */
    public void awaitMembersUp(int count) {
        serving().awaitAssert(PATIENCE, () -> assertThat(membersUp()).isEqualTo(count));
    }

    /** Has that node removed from the cluster, as one that is taken for dead. */
    public void down(TestNode other) {
        Cluster.get(system)
                .manager()
                .tell(new Down(Cluster.get(other.system).selfMember().address()));
    }

    /**
     * From now on {@code Cluster.state} stays as it is: the actor that brings events there gets no
     * time.
     */
    public TestNode withStaleView() {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(system);
        ActorRef view =
                classic.provider().resolveActorRef("akka://" + system.name() + "/system/" + VIEW);
        ((InternalActorRef) view).suspend();
        return this;
    }

    /** The result of a command that must be done. */
    public long done(String command) {
        return result(submit(command));
    }

    public Outcome<Long> submit(String command) {
        return group.submit(command, PATIENCE).toCompletableFuture().join();
    }

    /** The counter, linearizably. */
    public long get() {
        return result(group.query("get", PATIENCE).toCompletableFuture().join());
    }

    private static long result(Outcome<Long> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<Long>) outcome).result();
    }

    public ReplicaStatus status() {
        return group.status().toCompletableFuture().join();
    }

    public List<ReplicaStatus> cluster() {
        return group.cluster().toCompletableFuture().join();
    }

    /** A probe that is told the serving state, and its changes. */
    public TestProbe<ServingState> serving() {
        TestProbe<ServingState> probe = TestProbe.create(ServingState.class, system);
        group.subscribeServing(probe.getRef());
        return probe;
    }

    /** Ends without a word to the others. */
    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
