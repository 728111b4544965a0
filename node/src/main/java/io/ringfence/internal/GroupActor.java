package io.ringfence.internal;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.ChildFailed;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ringfence.Poisoned;
import io.ringfence.api.internal.ClientWire;

/** One group on one node: the parent of its replica, its router and its status board. */
public final class GroupActor extends AbstractBehavior<GroupActor.Command> {
    sealed interface Command {}

    /** Asks for the parts, once. */
    record Parts(ActorRef<Refs> replyTo) implements Command {}

    /** The replica's recovery failed, and is tried again after a pause. */
    record RecoveryFailed(Throwable cause) implements Command {}

    /** The parts of a group on one node. */
    record Refs(
            ActorRef<ReplicaActor.Command> replica,
            ActorRef<RouterActor.Command> router,
            ActorRef<StatusActor.Command> status) {}

    /** As services know it: {@link ClientWire#pathOf}. */
    private static final String DOOR = "door";

    private final Site site;
    private final Refs refs;

    static Behavior<Command> create(Site site, Machine<?, ?, ?> machine, Storage storage) {
        return Behaviors.setup(context -> new GroupActor(context, site, machine, storage));
    }

    private GroupActor(
            ActorContext<Command> context, Site site, Machine<?, ?, ?> machine, Storage storage) {
        super(context);
        context.setLoggerName(GroupActor.class);
        this.site = site;
        ActorRef<RouterActor.Command> router =
                context.spawn(RouterActor.create(site), Peers.ROUTER);
        ReplicaActor.Kin kin = new ReplicaActor.Kin(router, context.getSelf());
        ActorRef<ReplicaActor.Command> replica =
                context.spawn(ReplicaActor.create(site, machine, storage, kin), Peers.REPLICA);
        ActorRef<StatusActor.Command> status =
                context.spawn(StatusActor.create(site, replica), Peers.STATUS);
        this.refs = new Refs(replica, router, status);
        context.spawn(DoorActor.create(router), DOOR);
        context.watch(replica);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Parts.class, this::onParts)
                .onMessage(RecoveryFailed.class, this::onRecoveryFailed)
                .onSignal(ChildFailed.class, failed -> poison(failed.getCause()))
                .build();
    }

    private Behavior<Command> onParts(Parts m) {
        m.replyTo().tell(refs);
        return this;
    }

    /** A database that is away comes back; bytes that are no event never become one. */
    private Behavior<Command> onRecoveryFailed(RecoveryFailed m) {
        if (!Permanent.is(m.cause())) return this;
        getContext().unwatch(refs.replica());
        getContext().stop(refs.replica());
        return poison(m.cause());
    }

    /** A permanent error: nothing more is served here, and another node leads (design §4). */
    private Behavior<Command> poison(Throwable cause) {
        getContext()
                .getLog()
                .error(
                        "{} of group {} is poisoned and leaves the cluster",
                        site.replica(),
                        site.group(),
                        cause);
        refs.router().tell(new RouterActor.Poison(cause.toString()));
        CoordinatedShutdown.get(getContext().getSystem())
                .run(new Poisoned(site.group(), cause.toString()));
        return this;
    }
}
