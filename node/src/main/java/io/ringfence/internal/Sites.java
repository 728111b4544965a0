package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.AskPattern;
import akka.cluster.typed.ClusterSingleton;
import akka.cluster.typed.ClusterSingletonSettings;
import akka.cluster.typed.SingletonActor;
import io.ringfence.Group;
import io.ringfence.GroupHandle;
import io.ringfence.RingfenceConfig;
import io.ringfence.Settings;
import io.ringfence.persistence.ChunkStores;
import io.ringfence.persistence.Journal;
import io.ringfence.protocol.Roster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The groups of one node. */
public final class Sites {
    private static final Duration START = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final Settings settings;
    private final Timers timers = Timers.system();
    private final Map<String, Started<?, ?>> started = new HashMap<>();

    private record Started<C, R>(Group<?, C, R> group, Handle<C, R> handle) {}

    public Sites(ActorSystem<?> system, Settings settings) {
        this.system = system;
        this.settings = settings;
        Farewell.prepare(system);
    }

    /** See {@link io.ringfence.Ringfence#init}. */
    public synchronized <S, C, R> GroupHandle<C, R> init(Group<S, C, R> group) {
        Started<?, ?> before = started.get(group.name());
        if (before != null) return same(before, group);
        Roster roster = group.roster();
        if (!roster.voters().contains(settings.replica())) {
            throw new IllegalArgumentException(
                    settings.replica() + " is no voter of the group " + roster);
        }
        Handle<C, R> handle = start(group, new Site(roster, settings, timers, new Board()));
        started.put(group.name(), new Started<>(group, handle));
        return handle;
    }

    @SuppressWarnings("unchecked") // the machine is the same, and with it the types
    private static <C, R> GroupHandle<C, R> same(Started<?, ?> before, Group<?, C, R> group) {
        if (!before.group().equals(group)) {
            throw new IllegalArgumentException(
                    "the group " + group.name() + " was started with another description");
        }
        return ((Started<C, R>) before).handle();
    }

    private <S, C, R> Handle<C, R> start(Group<S, C, R> group, Site site) {
        ChunkStores chunkStores = ChunkStores.of(system.settings().config());
        Machine<S, C, R> machine = new Machine<>(group.machine(), settings.replyBytesMax());
        Storage storage =
                new Storage(
                        Journal.persistenceId(site.group(), site.replica()),
                        Journal.pluginId(site.group(), site.replica()),
                        Journal.SNAPSHOT_PLUGIN_ID,
                        () -> chunkStores.open(site.group(), site.replica()));
        ActorRef<GroupActor.Command> parent =
                system.systemActorOf(
                        GroupActor.create(site, machine, storage),
                        Peers.nameOf(site.group()),
                        Props.empty());
        GroupActor.Refs refs =
                AskPattern.<GroupActor.Command, GroupActor.Refs>ask(
                                parent, GroupActor.Parts::new, START, system.scheduler())
                        .toCompletableFuture()
                        .join();
        ClusterSingleton.get(system)
                .init(
                        SingletonActor.of(
                                        LeaderActor.create(site, refs.replica()),
                                        "ringfence-leader-" + site.group())
                                .withSettings(
                                        ClusterSingletonSettings.create(system)
                                                .withRole(RingfenceConfig.ROLE))
                                .withStopMessage(new LeaderActor.Stop()));
        return new Handle<>(system, site, group.machine().codec(), refs);
    }
}
