package io.ringfence.api.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import com.typesafe.config.Config;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Rejection;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes the requests of a service to a node that hosts the group, which knows the leader, and stays
 * with that node while it can be reached. A command is handed to a node once; it is handed on only
 * after that node said that it is certainly not applied (design §9).
 */
public final class ClientActor extends AbstractBehavior<ClientActor.Command> {
    private static final String ROLE = "ringfence";

    /** What this actor takes. */
    public sealed interface Command {}

    /** A request. */
    public record Take(Ask ask) implements Command {}

    /** What a node's door said. */
    private record Told(ClientWire.FromTheDoor word) implements Command {}

    /** Time passed. */
    private record Wake() implements Command {}

    private final String group;
    private final int requestsMax;
    private final Duration tick;
    private final Errands<ActorRef<ClientWire.AtTheDoor>> errands;
    private final ActorRef<ClientWire.FromTheDoor> ears;
    private Optional<ActorRef<ClientWire.AtTheDoor>> door = Optional.empty();

    /**
     * @param settings {@code ringfence.client}
     */
    public static Behavior<Command> create(String group, Config settings) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> new ClientActor(context, timers, group, settings)));
    }

    private ClientActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            String group,
            Config settings) {
        super(context);
        context.setLoggerName(ClientActor.class);
        this.group = group;
        this.requestsMax = settings.getInt("requests");
        this.tick = settings.getDuration("tick");
        String idle = "no node that hosts the group " + group + " is known yet";
        this.errands = new Errands<>(new SecureRandom().nextLong(), idle);
        this.ears = context.messageAdapter(ClientWire.FromTheDoor.class, Told::new);
        timers.startTimerWithFixedDelay(new Wake(), tick);
        knock();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Take.class, this::onTake)
                .onMessage(Told.class, this::onTold)
                .onMessage(Wake.class, m -> onWake())
                .onSignal(Terminated.class, this::onTerminated)
                .onSignal(PostStop.class, m -> onEnd())
                .build();
    }

    private Behavior<Command> onTake(Take m) {
        if (errands.size() >= requestsMax) {
            Rejection overloaded = new Rejection.Overloaded(tick.toMillis());
            m.ask().outcome().accept(new Outcome.Rejected<>(overloaded));
            return this;
        }
        errands.add(m.ask(), nowMillis());
        return dispatch();
    }

    private Behavior<Command> dispatch() {
        if (door.isEmpty()) return this;
        for (Errands.Errand<ActorRef<ClientWire.AtTheDoor>> errand :
                errands.handAllTo(door.get())) {
            long withinMillis = Math.max(0, errand.deadlineMillis() - nowMillis());
            Ask ask = errand.ask();
            door.get()
                    .tell(
                            new ClientWire.Asked(
                                    errand.id(), ask.changes(), ask.payload(), withinMillis, ears));
        }
        return this;
    }

    private Behavior<Command> onTold(Told m) {
        if (m.word() instanceof ClientWire.Answered answered) {
            errands.settle(answered.id(), answered.outcome());
            // It may be about to end: what it did not take is offered to whoever opens next.
            if (isNotServing(answered.outcome())) door = Optional.empty();
        } else if (m.word() instanceof ClientWire.Opened opened && door.isEmpty()) {
            door = Optional.of(opened.door());
            getContext().watch(opened.door());
            getContext().getLog().info("group {} is asked at {}", group, opened.door());
        }
        return dispatch();
    }

    private static boolean isNotServing(Outcome<?> outcome) {
        return outcome instanceof Outcome.Rejected<?> rejected
                && rejected.rejection() instanceof Rejection.NotServing;
    }

    private Behavior<Command> onWake() {
        errands.expire(nowMillis());
        // Away for a moment, or for ever: what it has may yet be answered, the next goes elsewhere.
        if (door.filter(this::isReachable).isEmpty()) {
            door.ifPresent(away -> errands.takeBackQueries("the node " + away + " is away"));
            door = Optional.empty();
            knock();
        }
        return dispatch();
    }

    /** Asks every node that may host the group; the first that answers is taken. */
    private void knock() {
        ActorRefResolver resolver = ActorRefResolver.get(getContext().getSystem());
        for (String address : hosts()) {
            ActorRef<ClientWire.AtTheDoor> asked =
                    resolver.resolveActorRef(address + ClientWire.pathOf(group));
            asked.tell(new ClientWire.Knock(ears));
        }
    }

    private boolean isReachable(ActorRef<?> ref) {
        boolean here = !ref.path().address().hasGlobalScope();
        return here || hosts().contains(ref.path().address().toString());
    }

    private List<String> hosts() {
        Cluster cluster = Cluster.get(getContext().getSystem());
        Set<Member> unreachable = new HashSet<>(cluster.state().getUnreachable());
        List<String> hosts = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            boolean up = member.status().equals(MemberStatus.up());
            if (up && member.hasRole(ROLE) && !unreachable.contains(member)) {
                hosts.add(member.address().toString());
            }
        }
        return hosts;
    }

    private Behavior<Command> onTerminated(Terminated m) {
        errands.gone(m.getRef(), "the node that had the request is gone");
        if (door.filter(m.getRef()::equals).isPresent()) door = Optional.empty();
        return dispatch();
    }

    private Behavior<Command> onEnd() {
        errands.giveUp("this node stops");
        return this;
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
