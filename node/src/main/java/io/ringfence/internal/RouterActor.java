package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.PreRestart;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.ringfence.api.Outcome;
import io.ringfence.api.internal.Ask;
import io.ringfence.api.internal.Errands;
import io.ringfence.protocol.LeaderHint;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Term;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Takes the requests of one node to whoever leads, and waits with them while nobody does. A command
 * is handed to a leader once; it is handed on only after that leader said that it is certainly not
 * applied (design §9).
 */
final class RouterActor extends AbstractBehavior<RouterActor.Command> {
    sealed interface Command {}

    /** A request from a client of this node's. */
    record Take(Ask ask) implements Command {}

    /** What a leader says became of a request. */
    record Settled(long id, Outcome<Payload> outcome) implements Command, Wire {}

    /**
     * What a leader says of itself.
     *
     * @param epoch the last that a quorum granted it
     */
    record ServingChanged(Term epoch, ServingState serving, ActorRef<LeaderActor.Command> leader)
            implements Command, Wire {}

    /** The replica on this node heard of a leader of that epoch. */
    record LeaderLearnt(Term epoch, ActorRef<LeaderActor.Command> leader) implements Command {}

    /** Tells the serving state, then every change of it, once and in order (L15). */
    record SubscribeServing(ActorRef<ServingState> subscriber) implements Command {}

    /** This node serves nothing more. */
    record Poison(String cause) implements Command {}

    /** Time passed. */
    record Wake() implements Command {}

    /** What was heard of a leader: where it is, unless nowhere, and whether it serves. */
    private record Word(Optional<ActorRef<LeaderActor.Command>> leader, ServingState serving) {
        static Word none(String reason) {
            return new Word(Optional.empty(), new ServingState.NotServing(reason));
        }
    }

    private final Site site;
    private final Errands<ActorRef<LeaderActor.Command>> errands;
    private final Set<ActorRef<ServingState>> subscribers = new LinkedHashSet<>();
    private LeaderHint<Word> hint =
            new LeaderHint<>(Term.ZERO, Word.none("no leader was heard yet"));

    static Behavior<Command> create(Site site) {
        return Behaviors.supervise(Behaviors.<Command>setup(context -> started(context, site)))
                .onFailure(SupervisorStrategy.restart());
    }

    private static Behavior<Command> started(ActorContext<Command> context, Site site) {
        return Behaviors.withTimers(
                timers -> {
                    timers.startTimerWithFixedDelay(new Wake(), site.settings().tick());
                    return new RouterActor(context, site);
                });
    }

    private RouterActor(ActorContext<Command> context, Site site) {
        super(context);
        context.setLoggerName(RouterActor.class);
        this.site = site;
        this.errands = new Errands<>(site.timers().tick().chance(), "no leader serves here yet");
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Take.class, this::onTake)
                .onMessage(Settled.class, this::onSettled)
                .onMessage(ServingChanged.class, this::onServingChanged)
                .onMessage(LeaderLearnt.class, this::onLeaderLearnt)
                .onMessage(SubscribeServing.class, this::onSubscribe)
                .onMessage(Poison.class, this::onPoison)
                .onMessage(Wake.class, m -> onWake())
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PreRestart.class, m -> onEnd("this node's router failed"))
                .onSignal(PostStop.class, m -> onEnd("this node stops"))
                .build();
    }

    private Behavior<Command> onTake(Take m) {
        if (errands.size() >= site.settings().requestsMax()) {
            long retryAfter = site.settings().tick().toMillis();
            m.ask().outcome().accept(new Outcome.Rejected<>(new Rejection.Overloaded(retryAfter)));
            return this;
        }
        errands.add(m.ask(), site.timers().nowMillis());
        return dispatch();
    }

    /** Hands over what waits, if somebody serves. */
    private Behavior<Command> dispatch() {
        Word word = hint.word();
        if (word.leader().isEmpty() || !(word.serving() instanceof ServingState.Serving)) {
            return this;
        }
        ActorRef<LeaderActor.Command> leader = word.leader().get();
        for (Errands.Errand<?> errand : errands.handAllTo(leader)) {
            leader.tell(request(errand.id(), errand.ask()));
        }
        return this;
    }

    private LeaderActor.Command request(long id, Ask ask) {
        ActorRef<Command> self = getContext().getSelf();
        return switch (ask.kind()) {
            case COMMAND -> new LeaderActor.Submit(id, ask.payload(), self);
            case MARK -> new LeaderActor.Mark(id, self);
            case QUERY -> new LeaderActor.Query(id, ask.payload(), self);
        };
    }

    private Behavior<Command> onSettled(Settled m) {
        errands.settle(m.id(), m.outcome());
        return this;
    }

    private Behavior<Command> onServingChanged(ServingChanged m) {
        Word word = new Word(Optional.of(m.leader()), m.serving());
        LeaderHint<Word> next = hint.told(m.epoch(), word);
        if (next.word() == word) return follow(next);
        // A leader that is none yet says why the group does not serve; that is for people only.
        boolean idle = hint.word().leader().isEmpty();
        if (idle && m.serving() instanceof ServingState.NotServing) show(m.serving());
        return this;
    }

    private Behavior<Command> onLeaderLearnt(LeaderLearnt m) {
        ServingState begins = new ServingState.NotServing("epoch " + m.epoch() + " begins");
        LeaderHint<Word> next = hint.learnt(m.epoch(), new Word(Optional.of(m.leader()), begins));
        return next == hint ? this : follow(next);
    }

    private Behavior<Command> follow(LeaderHint<Word> next) {
        boolean moved = !next.word().leader().equals(hint.word().leader());
        hint = next;
        if (moved) {
            next.word().leader().ifPresent(getContext()::watch);
            errands.takeBackQueries("another leader was heard of");
        }
        show(next.word().serving());
        return dispatch();
    }

    private void show(ServingState serving) {
        ServingState before = site.board().serving();
        boolean poisoned = before instanceof ServingState.Poisoned;
        if (poisoned || before.equals(serving)) return;
        site.board().serving(serving);
        subscribers.forEach(subscriber -> subscriber.tell(serving));
    }

    private Behavior<Command> onSubscribe(SubscribeServing m) {
        if (subscribers.add(m.subscriber())) {
            getContext().watch(m.subscriber());
            m.subscriber().tell(site.board().serving());
        }
        return this;
    }

    private Behavior<Command> onPoison(Poison m) {
        show(new ServingState.Poisoned(m.cause()));
        return this;
    }

    /** A subscriber that ended, or a leader: what that one was handed stays unknown. */
    private Behavior<Command> onTerminated(Terminated m) {
        subscribers.removeIf(subscriber -> subscriber.equals(m.getRef()));
        errands.gone(m.getRef(), "the leader that had the request is gone");
        boolean ours = hint.word().leader().filter(m.getRef()::equals).isPresent();
        return ours ? follow(hint.told(hint.epoch(), Word.none("the leader is gone"))) : dispatch();
    }

    private Behavior<Command> onWake() {
        errands.expire(site.timers().nowMillis());
        return dispatch();
    }

    private Behavior<Command> onEnd(String reason) {
        errands.giveUp(reason);
        return this;
    }
}
