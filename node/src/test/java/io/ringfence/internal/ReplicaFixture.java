package io.ringfence.internal;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.Counter;
import io.ringfence.Disk;
import io.ringfence.RingfenceConfig;
import io.ringfence.Settings;
import io.ringfence.persistence.MemoryChunks;
import io.ringfence.protocol.Founding;
import io.ringfence.protocol.GroupId;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;
import io.ringfence.protocol.Term;
import java.util.Map;
import java.util.TreeMap;

/** The shell of replica r1 of r1, r2, r3, with a disk of its own and probes around it. */
final class ReplicaFixture implements AutoCloseable {
    static final Roster ROSTER = Roster.of("counter", "r1", "r2", "r3");
    static final LeaderId L1 = new LeaderId(ReplicaId.of("r2"), "L1");
    static final LeaderId L2 = new LeaderId(ReplicaId.of("r3"), "L2");

    private final Disk disk = Disk.empty();
    private final ActorTestKit kit;
    private final TestProbe<LeaderActor.Command> leader;
    private final TestProbe<RouterActor.Command> router;
    private final TestProbe<GroupActor.Command> group;
    private final Site site;
    private final MemoryChunks chunks;
    private ActorRef<ReplicaActor.Command> replica;

    ReplicaFixture() {
        Config config = config(disk);
        kit = ActorTestKit.create("test", config);
        chunks = new MemoryChunks(config);
        leader = kit.createTestProbe(LeaderActor.Command.class);
        router = kit.createTestProbe(RouterActor.Command.class);
        group = kit.createTestProbe(GroupActor.Command.class);
        site = new Site(ROSTER, Settings.of(config), Timers.system(), new Board());
        start();
    }

    private static Config config(Disk disk) {
        return RingfenceConfig.load(
                ConfigFactory.parseString(
                        """
                        ringfence {
                          profile = fast
                          replica = r1
                          replica-restart { min-backoff = 10 ms, max-backoff = 20 ms }
                          retention.akka-snapshot-size = 0
                          chunk-store { disk = "%1$s" }
                        }
                        shell.journal { class = io.ringfence.DiskJournal, disk = "%1$s" }
                        shell.snapshots = ${akka.persistence.no-snapshot-store}
                        akka.actor.provider = local
                        """
                                .formatted(disk.name())));
    }

    private Behavior<ReplicaActor.Command> behavior() {
        return ReplicaActor.create(
                site,
                new Machine<>(new Counter(), 1_000),
                new Storage(
                        "ringfence|counter|r1",
                        "shell.journal",
                        "shell.snapshots",
                        () -> chunks.open("counter", ReplicaId.of("r1"))),
                new ReplicaActor.Kin(router.getRef(), group.getRef()));
    }

    Disk disk() {
        return disk;
    }

    TestProbe<LeaderActor.Command> leader() {
        return leader;
    }

    TestProbe<GroupActor.Command> group() {
        return group;
    }

    TestProbe<RouterActor.Command> router() {
        return router;
    }

    /** Kills the replica and starts it again from what its disk holds. */
    void restart() {
        kill();
        start();
    }

    void kill() {
        kit.stop(replica);
    }

    void start() {
        replica = kit.spawn(behavior());
    }

    void tell(Message message) {
        tell(message, leader.getRef());
    }

    void tell(Message message, ActorRef<LeaderActor.Command> from) {
        replica.tell(new ReplicaActor.Deliver(from, message));
    }

    /** Says something to the replica, and waits for what it answers. */
    Message.Answer say(Message message) {
        tell(message);
        return answer();
    }

    Message.Answer answer() {
        return leader.expectMessageClass(LeaderActor.Answered.class).answer();
    }

    /** What it remembers; waits until it recovered and wrote what it had to. */
    ReplicaActor.Sight look() {
        TestProbe<ReplicaActor.Sight> eye = kit.createTestProbe(ReplicaActor.Sight.class);
        replica.tell(new ReplicaActor.Look(eye.getRef()));
        return eye.receiveMessage();
    }

    Incarnation incarnation() {
        return look().state().incarnation().orElseThrow();
    }

    /** A founding of the group by L1 in that term, with r1 as it is. */
    Founding founding(long term) {
        Map<ReplicaId, Incarnation> voters = new TreeMap<>();
        for (ReplicaId replica : ROSTER.voters()) {
            voters.put(replica, Incarnation.first("i-" + replica));
        }
        voters.put(ReplicaId.of("r1"), incarnation());
        return new Founding(new GroupId("counter", "g"), Term.of(term), new TreeMap<>(voters));
    }

    @Override
    public void close() {
        disk.heal();
        kit.shutdownTestKit();
    }
}
