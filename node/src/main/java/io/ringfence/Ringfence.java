package io.ringfence;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import io.ringfence.internal.Sites;
import java.util.Optional;

/**
 * Replicated state machines on an Akka cluster.
 *
 * <pre>{@code
 * var system = ActorSystem.create(behavior, "app", RingfenceConfig.load(overrides));
 * var registry = Ringfence.get(system)
 *         .init(Group.of("registry", Registry.machine()).withVoters("r1", "r2", "r3"));
 * registry.submit(new Put("k", bytes), Duration.ofSeconds(3));
 * }</pre>
 */
public final class Ringfence implements Extension {
    private static final ExtensionId<Ringfence> ID = new Id();

    private final Sites sites;

    private Ringfence(ActorSystem<?> system) {
        this.sites = new Sites(system, Settings.of(system.settings().config()));
    }

    /** The extension of that actor system; its configuration is {@link RingfenceConfig#load}'s. */
    public static Ringfence get(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /**
     * Starts this node's part of the group: its replica, and the leader if the cluster places it
     * here. Every node that hosts a voter calls it, with an equal description. Safe for use by any
     * thread; may block for a moment. Called again for a name, it gives the same handle.
     *
     * @throws IllegalArgumentException when the replica on this node is no voter of the group, the
     *     group has no voters, or the name is taken by another description
     */
    public <S, C, R> GroupHandle<C, R> init(Group<S, C, R> group) {
        return sites.init(group);
    }

    /** What whoever runs an actor system does when it has ended. */
    public enum Afterwards {
        /** Make another one, which joins the cluster as a new member with the same replica. */
        REJOIN,
        /** End: somebody asked for it. */
        END,
        /** End, and say why: an operator is needed. */
        FAIL
    }

    /**
     * What to do after that actor system ended: a node that the cluster took for dead, or that
     * handed the leader over since its replica could not be its home, comes back by itself.
     *
     * @param system that has terminated
     */
    public static Afterwards afterwards(ActorSystem<?> system) {
        Optional<CoordinatedShutdown.Reason> reason =
                CoordinatedShutdown.get(system).getShutdownReason();
        return reason.map(Ringfence::afterwards).orElse(Afterwards.END);
    }

    private static Afterwards afterwards(CoordinatedShutdown.Reason reason) {
        if (reason instanceof HandOver) return Afterwards.REJOIN;
        if (reason.equals(CoordinatedShutdown.clusterDowningReason())) return Afterwards.REJOIN;
        if (reason.equals(CoordinatedShutdown.clusterJoinUnsuccessfulReason())) {
            return Afterwards.REJOIN;
        }
        boolean stranger =
                reason.equals(CoordinatedShutdown.incompatibleConfigurationDetectedReason());
        return stranger || reason instanceof Poisoned ? Afterwards.FAIL : Afterwards.END;
    }

    private static final class Id extends ExtensionId<Ringfence> {
        @Override
        public Ringfence createExtension(ActorSystem<?> system) {
            return new Ringfence(system);
        }
    }
}
