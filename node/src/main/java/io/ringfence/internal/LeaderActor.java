package io.ringfence.internal;

import akka.actor.CoordinatedShutdown;
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
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ClusterEvent;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.GetCurrentState;
import akka.cluster.typed.Subscribe;
import io.ringfence.HandOver;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Leader;
import io.ringfence.protocol.LeaderAction;
import io.ringfence.protocol.LeaderDecision;
import io.ringfence.protocol.LeaderState;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Term;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The shell of who leads or wants to: the cluster singleton of a group. It carries out what the
 * rules decide and decides nothing. It never stops of its own accord, for a singleton that stops is
 * not started again: an exception restarts it in place, to begin by probing.
 */
final class LeaderActor extends AbstractBehavior<LeaderActor.Command> {
    sealed interface Command {}

    /** What a replica answered. */
    record Answered(Message.Answer answer) implements Command, Wire {}

    /** Append this command, and tell what became of it. */
    record Submit(long id, Payload command, ActorRef<RouterActor.Command> replyTo)
            implements Command, Wire {}

    /** Have every replica take a snapshot at one entry, and tell which. */
    record Mark(long id, ActorRef<RouterActor.Command> replyTo) implements Command, Wire {}

    /** Answer this query from a state that is up to date. */
    record Query(long id, Payload query, ActorRef<RouterActor.Command> replyTo)
            implements Command, Wire {}

    /** What the home's machine made of one of our entries. */
    record Result(EntryId entry, Outcome<Payload> outcome) {}

    /** What the home's machine made of our entries. */
    record Results(List<Result> results) implements Command {}

    /** What the home's machine answered to a query. */
    record QueryAnswered(long request, Outcome<Payload> outcome) implements Command {}

    /** Time passed. */
    record Wake() implements Command {}

    /** Who is where in the cluster changed. */
    record MembershipChanged() implements Command {}

    /** Who is where in the cluster. */
    record Membership(ClusterEvent.CurrentClusterState state) implements Command {}

    /** The singleton moves: answer what was accepted, then stop. */
    record Stop() implements Command {}

    /** The time for that is over. */
    record DrainEnds() implements Command {}

    private static final Duration RETELL = Duration.ofSeconds(1);
    private static final String HANDS_OVER = "the leader hands over";

    private final Site site;
    private final ActorRef<ReplicaActor.Command> home;
    private final TimerScheduler<Command> timers;
    private final Leader rules;
    private final Requests requests;
    private LeaderState state;
    private final ActorRef<ClusterEvent.CurrentClusterState> membership;
    private Peers peers;
    // The last epoch that a quorum granted to us: what we say carries no other.
    private Term epoch = Term.ZERO;
    private long toldAtMillis;
    private boolean draining;

    static Behavior<Command> create(Site site, ActorRef<ReplicaActor.Command> home) {
        return Behaviors.supervise(
                        Behaviors.<Command>setup(
                                context ->
                                        Behaviors.withTimers(
                                                timers ->
                                                        new LeaderActor(
                                                                context, timers, site, home))))
                .onFailure(Throwable.class, SupervisorStrategy.restart());
    }

    private LeaderActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Site site,
            ActorRef<ReplicaActor.Command> home) {
        super(context);
        context.setLoggerName(LeaderActor.class);
        this.site = site;
        this.rules = Leader.of(site.settings().snapshots());
        this.home = home;
        this.requests = new Requests(site.timers().tick().chance());
        this.timers = timers;
        this.state = LeaderState.blank(site.roster(), site.replica(), site.settings().leader());
        this.peers = Peers.of(context.getSystem(), site);
        this.membership =
                context.messageAdapter(ClusterEvent.CurrentClusterState.class, Membership::new);
        timers.startTimerWithFixedDelay(new Wake(), site.settings().tick());
        context.watch(home);
        subscribe(context);
    }

    private static void subscribe(ActorContext<Command> context) {
        ActorRef<akka.cluster.typed.ClusterStateSubscription> subscriptions =
                Cluster.get(context.getSystem()).subscriptions();
        subscriptions.tell(
                Subscribe.create(
                        context.messageAdapter(
                                ClusterEvent.MemberEvent.class, e -> new MembershipChanged()),
                        ClusterEvent.MemberEvent.class));
        subscriptions.tell(
                Subscribe.create(
                        context.messageAdapter(
                                ClusterEvent.ReachabilityEvent.class, e -> new MembershipChanged()),
                        ClusterEvent.ReachabilityEvent.class));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Answered.class, m -> decide(m.answer()))
                .onMessage(Results.class, this::onResults)
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Mark.class, this::onMark)
                .onMessage(Query.class, this::onQuery)
                .onMessage(QueryAnswered.class, this::onQueryAnswered)
                .onMessage(Wake.class, m -> onWake())
                .onMessage(MembershipChanged.class, m -> onMembershipChanged())
                .onMessage(Membership.class, this::onMembership)
                .onMessage(Stop.class, m -> onStop())
                .onMessage(DrainEnds.class, m -> Behaviors.stopped())
                .onSignal(Terminated.class, m -> onHomeLost())
                .onSignal(PreRestart.class, m -> onEnd("the leader failed and starts again"))
                .onSignal(PostStop.class, m -> onEnd("the leader stopped"))
                .build();
    }

    private Behavior<Command> decide(Message message) {
        LeaderDecision decision = rules.on(state, message);
        log(message, decision);
        state = decision.state();
        if (state.phase().replicates()) epoch = state.term();
        site.board().phase(Optional.of(state.phase()));
        decision.actions().forEach(this::perform);
        return drained();
    }

    private void perform(LeaderAction action) {
        if (action instanceof LeaderAction.Send a) {
            send(a.to(), a.message());
        } else if (action instanceof LeaderAction.Publish a) {
            publish(a.state());
        } else if (action instanceof LeaderAction.Accept a) {
            requests.accept(a.request(), a.entry());
        } else if (action instanceof LeaderAction.Reject a) {
            requests.reject(a.request(), a.rejection());
        } else if (action instanceof LeaderAction.AnswerRead a) {
            answerRead(a);
        } else if (action instanceof LeaderAction.Abandon a) {
            requests.abandon(a.unsentFrom(), a.reason());
        } else if (action instanceof LeaderAction.HandOver a) {
            handOver(a.reason());
        } else if (action instanceof LeaderAction.Report a) {
            getContext().getLog().warn("{}: {}", state.id(), a.sentence());
        } else {
            throw new AssertionError("no way to do " + action);
        }
    }

    private void send(ReplicaId to, Message message) {
        ReplicaActor.Deliver envelope = new ReplicaActor.Deliver(getContext().getSelf(), message);
        if (to.equals(site.replica())) home.tell(envelope);
        else peers.node(to).ifPresent(node -> node.replica().tell(envelope));
    }

    private void answerRead(LeaderAction.AnswerRead a) {
        ActorRef<Command> self = getContext().getSelf();
        requests.queryOf(a.request())
                .map(query -> new ReplicaActor.RunQuery(a.request(), a.at(), query, self))
                .ifPresent(home::tell);
    }

    private void publish(ServingState serving) {
        getContext()
                .getLog()
                .info("{} of group {}: {}", state.id(), site.group(), Describe.serving(serving));
        if (serving instanceof ServingState.Serving s) {
            home.tell(new ReplicaActor.ReportResults(s.epoch(), getContext().getSelf()));
        }
        tellServing(serving);
    }

    /** Who hands over takes no more requests: no router need find that out by asking. */
    private void tellServing(ServingState serving) {
        tellRouters(draining ? new ServingState.NotServing(HANDS_OVER) : serving);
    }

    private void tellRouters(ServingState serving) {
        toldAtMillis = state.clock().nowMillis();
        RouterActor.ServingChanged told =
                new RouterActor.ServingChanged(epoch, serving, getContext().getSelf());
        peers.all().forEach(node -> node.router().tell(told));
    }

    private void handOver(String reason) {
        getContext().getLog().warn("{} hands over: {}", state.id(), reason);
        CoordinatedShutdown.get(getContext().getSystem()).run(new HandOver(site.group(), reason));
    }

    private Behavior<Command> onSubmit(Submit m) {
        Requests.Asker asker = new Requests.Asker(m.id(), m.replyTo());
        if (draining) return refuse(asker);
        return decide(new Message.Propose(requests.command(asker), m.command()));
    }

    private Behavior<Command> onMark(Mark m) {
        Requests.Asker asker = new Requests.Asker(m.id(), m.replyTo());
        return draining ? refuse(asker) : decide(new Message.Mark(requests.command(asker)));
    }

    private Behavior<Command> onQuery(Query m) {
        Requests.Asker asker = new Requests.Asker(m.id(), m.replyTo());
        if (draining) return refuse(asker);
        return decide(new Message.Read(requests.query(m.query(), asker)));
    }

    private Behavior<Command> refuse(Requests.Asker asker) {
        asker.tell(new Outcome.Rejected<>(new Rejection.NotServing(HANDS_OVER)));
        return this;
    }

    private Behavior<Command> onResults(Results m) {
        m.results().forEach(r -> requests.applied(r.entry(), r.outcome()));
        return drained();
    }

    private Behavior<Command> onQueryAnswered(QueryAnswered m) {
        requests.answered(m.request(), m.outcome());
        return drained();
    }

    private Behavior<Command> onWake() {
        Behavior<Command> next = decide(site.timers().tick());
        long age = state.clock().nowMillis() - toldAtMillis;
        // A word of ours may be lost, or come before the node's router is there.
        if (age >= RETELL.toMillis()) tellServing(state.serving());
        return next;
    }

    /**
     * {@link Cluster#state} may not have it yet: an actor of its own brings it there. The publisher
     * of the event has.
     */
    private Behavior<Command> onMembershipChanged() {
        Cluster.get(getContext().getSystem()).subscriptions().tell(new GetCurrentState(membership));
        return this;
    }

    private Behavior<Command> onMembership(Membership m) {
        peers = Peers.of(m.state(), getContext().getSystem(), site);
        tellServing(state.serving());
        return this;
    }

    private Behavior<Command> onStop() {
        getContext()
                .getLog()
                .info("{} stops: the leader of group {} moves", state.id(), site.group());
        draining = true;
        tellServing(state.serving());
        timers.startSingleTimer(new DrainEnds(), site.settings().drain());
        return drained();
    }

    /**
     * Without its replica nothing that was accepted can be answered; the group's actor says why.
     */
    private Behavior<Command> onHomeLost() {
        requests.abandonAll("the replica on the leader's node stopped");
        return drained();
    }

    private Behavior<Command> drained() {
        return draining && requests.isEmpty() ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onEnd(String reason) {
        requests.abandonAll(reason);
        site.board().phase(Optional.empty());
        tellRouters(new ServingState.NotServing(reason));
        return this;
    }

    private void log(Message message, LeaderDecision decision) {
        if (message instanceof Message.Tick && decision.actions().isEmpty()) return;
        if (!getContext().getLog().isDebugEnabled()) return;
        getContext().getLog().debug("{} receives {}", state.id(), Describe.message(message));
        decision.actions().forEach(a -> getContext().getLog().debug("  {}", Describe.action(a)));
    }
}
