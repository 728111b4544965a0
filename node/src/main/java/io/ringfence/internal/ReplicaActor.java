package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.DispatcherSelector;
import akka.actor.typed.PostStop;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.SnapshotCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.CommandHandlerBuilder;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import io.ringfence.persistence.Retention;
import io.ringfence.protocol.Action;
import io.ringfence.protocol.Contact;
import io.ringfence.protocol.Decision;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.Follower;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.SnapshotId;
import io.ringfence.protocol.Term;
import java.util.Optional;
import java.util.UUID;

/**
 * The shell of one replica: makes durable what its rules decide, and only then does what they say.
 * It decides nothing.
 */
final class ReplicaActor extends EventSourcedBehavior<ReplicaActor.Command, Event, FollowerState> {
    sealed interface Command {}

    /** What a leader says; answered to {@code leader}. */
    record Deliver(ActorRef<LeaderActor.Command> leader, Message message)
            implements Command, Wire {}

    /** Time passed. */
    record Wake() implements Command {}

    /** The journal was empty. */
    record Begin(Message.Start start) implements Command {}

    /** Evaluate a query once all up to {@code at} is applied; from the leader on this node. */
    record RunQuery(long request, Index at, Payload query, ActorRef<LeaderActor.Command> replyTo)
            implements Command {}

    /** The leader on this node wants to be told what its own entries, of that epoch, come to. */
    record ReportResults(Term epoch, ActorRef<LeaderActor.Command> to) implements Command {}

    /** A piece of a snapshot, from another replica. */
    record Hand(Message.Piece piece) implements Command, Wire {}

    /** What was done beside this actor, for the rules. */
    record Tell(Message.Local message) implements Command {}

    /** What was taken of the machine's state, which may be another one by now. */
    record Taken(long beginning, Message.Local message) implements Command {}

    /** The machine's state was read from a snapshot. */
    record Restored(long beginning, SnapshotId snapshot, Runnable goOn) implements Command {}

    /** The machine's state cannot be read from its snapshot. */
    record Unrestored(long beginning, SnapshotId snapshot, String reason) implements Command {}

    /** The machine's state could not be written. */
    record Unwritten(EntryId at, Throwable cause) implements Command {}

    /** How this replica is. */
    record Look(ActorRef<Sight> replyTo) implements Command {}

    /** What a replica shows of itself. */
    record Sight(
            FollowerState state,
            Contact contact,
            Optional<String> leader,
            EntryId applied,
            Digest chain,
            long discarded,
            long fenced) {}

    /** The leader that spoke last, and where it is. */
    private record Speaker(LeaderId id, ActorRef<LeaderActor.Command> ref) {}

    /** Who on this node hears of what. */
    record Kin(ActorRef<RouterActor.Command> router, ActorRef<GroupActor.Command> group) {}

    private final ActorContext<Command> context;
    private final Site site;
    private final Storage storage;
    private final Kin kin;
    private final Follower rules;
    private final Chunks chunks;
    private final Applier<?, ?, ?> applier;
    private final Snapshots snapshots;
    private final Retention retention;
    private Contact contact = Contact.NONE;
    private Optional<Speaker> speaker = Optional.empty();
    private long discarded;
    private long fenced;

    static Behavior<Command> create(Site site, Machine<?, ?, ?> machine, Storage storage, Kin kin) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(
                                            new Wake(), site.settings().tick());
                                    return new ReplicaActor(context, site, machine, storage, kin);
                                }));
    }

    private ReplicaActor(
            ActorContext<Command> context,
            Site site,
            Machine<?, ?, ?> machine,
            Storage storage,
            Kin kin) {
        super(
                PersistenceId.ofUniqueId(storage.persistenceId()),
                SupervisorStrategy.restartWithBackoff(
                        site.settings().restartMin(), site.settings().restartMax(), 0.2));
        this.context = context;
        this.site = site;
        this.storage = storage;
        this.kin = kin;
        this.chunks = chunks(context, site, storage);
        this.applier = new Applier<>(machine, chunks, context.getSelf());
        this.snapshots = new Snapshots(context.getSystem(), site, chunks, applier);
        this.retention = storage.retention(context.getSystem().settings().config());
        this.rules =
                Follower.of(
                        site.roster(),
                        site.settings().leader().electionTimeoutMillis(),
                        site.settings().snapshots());
    }

    private static Chunks chunks(ActorContext<Command> context, Site site, Storage storage) {
        ActorRef<Command> self = context.getSelf();
        return new Chunks(
                site.replica(),
                storage.chunks(),
                context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()),
                message -> self.tell(new Tell(message)));
    }

    /** Akka's own retention stays off. */
    @Override
    public boolean shouldSnapshot(FollowerState before, Event event, long number) {
        return retention.isDue(before, event, number);
    }

    @Override
    public String journalPluginId() {
        return storage.journalPluginId();
    }

    @Override
    public String snapshotPluginId() {
        return storage.snapshotPluginId();
    }

    @Override
    public Optional<Integer> stashCapacity() {
        return Optional.of(site.settings().stashCapacity());
    }

    @Override
    public FollowerState emptyState() {
        return FollowerState.blank(site.replica());
    }

    @Override
    public EventHandler<FollowerState, Event> eventHandler() {
        return this::fold;
    }

    private FollowerState fold(FollowerState state, Event event) {
        FollowerState after = state.apply(event);
        retention.onFolded();
        if (event instanceof Event.EntriesAppended e
                && e.commitIndex().isAfter(after.commitIndex())) {
            context.getLog()
                    .warn(
                            "{}: a commit index of {} was recorded past the end of the log at {};"
                                    + " it is taken as {}",
                            site.replica(),
                            e.commitIndex(),
                            after.log().lastId(),
                            after.commitIndex());
        }
        return after;
    }

    @Override
    public CommandHandler<Command, Event, FollowerState> commandHandler() {
        CommandHandlerBuilder<Command, Event, FollowerState> handlers = newCommandHandlerBuilder();
        // Whoever answers says as which incarnation, so before it has one it answers nobody.
        handlers.forState(state -> state.incarnation().isEmpty())
                .onCommand(Begin.class, this::onBegin)
                .onAnyCommand(() -> Effect().stash());
        handlers.forAnyState()
                .onCommand(Deliver.class, this::onDeliver)
                .onCommand(Hand.class, (s, m) -> decide(s, m.piece(), Optional.empty()))
                .onCommand(Tell.class, (s, m) -> decide(s, m.message(), Optional.empty()))
                .onCommand(Taken.class, this::onTaken)
                .onCommand(Restored.class, m -> Effect().none().thenRun(() -> onRestored(m)))
                .onCommand(Unrestored.class, this::onUnrestored)
                .onCommand(Unwritten.class, m -> Effect().none().thenRun(() -> onUnwritten(m)))
                .onCommand(Wake.class, (s, m) -> decide(s, site.timers().tick(), Optional.empty()))
                .onCommand(RunQuery.class, m -> Effect().none().thenRun(() -> applier.run(m)))
                .onCommand(
                        ReportResults.class, m -> Effect().none().thenRun(() -> applier.report(m)))
                .onCommand(Look.class, this::onLook);
        return handlers.build();
    }

    private Effect<Event, FollowerState> onDeliver(FollowerState state, Deliver m) {
        if (m.message() instanceof Message.FromLeader said) {
            speaker = Optional.of(new Speaker(said.leader(), m.leader()));
        }
        return decide(state, m.message(), Optional.of(m.leader()));
    }

    private Effect<Event, FollowerState> onBegin(FollowerState state, Begin m) {
        return decide(state, m.start(), Optional.empty()).thenUnstashAll();
    }

    private EffectBuilder<Event, FollowerState> decide(
            FollowerState state, Message message, Optional<ActorRef<LeaderActor.Command>> leader) {
        Decision decision = rules.on(state, contact, message);
        log(message, decision);
        return carryOut(decision, leader);
    }

    /** The durability rule, in one place: persist, and only then act (design §3). */
    private EffectBuilder<Event, FollowerState> carryOut(
            Decision decision, Optional<ActorRef<LeaderActor.Command>> leader) {
        return Effect()
                .persist(decision.events())
                .thenRun(
                        after ->
                                decision.actions()
                                        .forEach(action -> perform(after, action, leader)));
    }

    private void perform(
            FollowerState after, Action action, Optional<ActorRef<LeaderActor.Command>> leader) {
        if (action instanceof Action.Reply a) {
            if (a.answer() instanceof Message.Fenced) fenced++;
            leader.or(() -> whereIs(a.answer().leader()))
                    .ifPresent(to -> to.tell(new LeaderActor.Answered(a.answer())));
        } else if (action instanceof Action.Keep a) {
            keep(a.contact(), leader);
        } else if (action instanceof Action.Apply a) {
            applier.apply(after.log(), a.commitIndex());
        } else if (action instanceof Action.Reset) {
            applier.reset();
        } else if (action instanceof Action.ReportDiscarded a) {
            discarded += a.ids().size();
            context.getLog()
                    .warn(
                            "{}: a newer leader replaced {} entries that were never committed: {}",
                            site.replica(),
                            a.ids().size(),
                            a.ids());
        } else if (action instanceof Action.ReportCritical a) {
            context.getLog().error("{}: CRITICAL: {}", site.replica(), a.sentence());
        } else if (action instanceof Action.Report a) {
            context.getLog().warn("{}: {}", site.replica(), a.sentence());
        } else {
            snapshots.perform(action);
        }
    }

    private Effect<Event, FollowerState> onTaken(FollowerState state, Taken m) {
        if (!applier.isCurrent(m.beginning())) return Effect().none();
        applier.writeNext();
        return decide(state, m.message(), Optional.empty());
    }

    private void onRestored(Restored m) {
        if (!applier.isCurrent(m.beginning())) return;
        m.goOn().run();
        context.getLog().info("{}: the state is that of snapshot {}", site.replica(), m.snapshot());
    }

    private Effect<Event, FollowerState> onUnrestored(FollowerState state, Unrestored m) {
        if (!applier.isCurrent(m.beginning())) return Effect().none();
        return decide(state, new Message.SnapshotLost(m.snapshot(), m.reason()), Optional.empty());
    }

    private void onUnwritten(Unwritten m) {
        applier.writeNext();
        context.getLog()
                .warn(
                        "{}: no snapshot at {}, the next one is tried: {}",
                        site.replica(),
                        m.at(),
                        m.cause().toString());
    }

    /** What was done beside this actor is told to whom the answer names, if it spoke last. */
    private Optional<ActorRef<LeaderActor.Command>> whereIs(LeaderId leader) {
        return speaker.filter(last -> last.id().equals(leader)).map(Speaker::ref);
    }

    /** Whoever opened a stream leads: the clients of this node are sent there (design §9). */
    private void keep(Contact now, Optional<ActorRef<LeaderActor.Command>> leader) {
        boolean another = now.leader().isPresent() && !now.leader().equals(contact.leader());
        contact = now;
        if (another) {
            leader.ifPresent(
                    ref -> kin.router().tell(new RouterActor.LeaderLearnt(now.term(), ref)));
        }
    }

    private Effect<Event, FollowerState> onLook(FollowerState state, Look m) {
        Optional<String> hears = rules.hears(state, contact).map(l -> l.home().name());
        Sight sight =
                new Sight(
                        state,
                        contact,
                        hears,
                        applier.applied(),
                        applier.chain(),
                        discarded,
                        fenced);
        return Effect().none().thenRun(() -> m.replyTo().tell(sight));
    }

    @Override
    public SignalHandler<FollowerState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::onRecovered)
                .onSignal(RecoveryFailed.class, (state, failed) -> onUnrecovered(failed))
                .onSignal(SnapshotCompleted.class, (state, stored) -> onStored(stored))
                .onSignal(PostStop.instance(), state -> chunks.close())
                .build();
    }

    /** A restart keeps this object: what a process forgets is forgotten here. */
    private void onRecovered(FollowerState state) {
        contact = Contact.NONE;
        applier.reset();
        Decision decision = rules.on(state, contact, new Message.Recovered());
        decision.actions().forEach(action -> perform(state, action, Optional.empty()));
        context.getLog().info("recovered: {}", Describe.replica(state, contact));
        if (state.incarnation().isEmpty()) {
            context.getSelf().tell(new Begin(new Message.Start(UUID.randomUUID().toString())));
        }
    }

    private void onStored(SnapshotCompleted stored) {
        retention.onStored(context, stored.getSnapshotMetadata().sequenceNr());
    }

    private void onUnrecovered(RecoveryFailed failed) {
        context.getLog()
                .warn(
                        "{} could not be recovered: {}",
                        site.replica(),
                        failed.getFailure().toString());
        kin.group().tell(new GroupActor.RecoveryFailed(failed.getFailure()));
    }

    private void log(Message message, Decision decision) {
        if (message instanceof Message.Tick || !context.getLog().isDebugEnabled()) return;
        context.getLog().debug("{} receives {}", site.replica(), Describe.message(message));
        decision.events().forEach(e -> context.getLog().debug("  write {}", Describe.event(e)));
        decision.actions().forEach(a -> context.getLog().debug("  {}", Describe.action(a)));
    }
}
