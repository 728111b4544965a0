package io.ringfence.internal;

import akka.actor.typed.ActorSystem;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.Effect;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import com.typesafe.config.Config;
import io.ringfence.persistence.Journal;
import io.ringfence.protocol.Contact;
import io.ringfence.protocol.Decision;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.Follower;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A replica that no node runs, for its operator: read from its journal in an actor system of its
 * own, which is in no cluster. It has no machine, sends nothing and answers nobody; what it is told
 * is decided by the rules, and written as a node would write it.
 *
 * <p>Nothing here keeps a node from running the replica: who opens it holds its data directory.
 */
public final class StoppedReplica implements AutoCloseable {
    private static final String SYSTEM = "ringfence-stopped";

    private final ActorSystem<Tell> system;
    private final CompletableFuture<FollowerState> recovered;

    private record Tell(Message.Local message, CompletableFuture<FollowerState> written) {}

    private StoppedReplica(ActorSystem<Tell> system, CompletableFuture<FollowerState> recovered) {
        this.system = system;
        this.recovered = recovered;
    }

    /**
     * Begins to read the journal.
     *
     * @param config with the replica's journal, as from {@link Journal#configure}, and without a
     *     cluster
     */
    public static StoppedReplica open(Config config, String group, ReplicaId replica) {
        CompletableFuture<FollowerState> recovered = new CompletableFuture<>();
        ActorSystem<Tell> system =
                ActorSystem.create(new Shell(group, replica, recovered), SYSTEM, config);
        StoppedReplica opened = new StoppedReplica(system, recovered);
        opened.endsWithTheSystem(recovered);
        return opened;
    }

    /** Nobody waits for what is no more. */
    private void endsWithTheSystem(CompletableFuture<FollowerState> waiting) {
        system.getWhenTerminated()
                .thenRun(
                        () ->
                                waiting.completeExceptionally(
                                        new IllegalStateException("the journal cannot be used")));
    }

    /**
     * What it remembers; waits until its journal is read.
     *
     * @throws CompletionException when that cannot be read
     */
    public FollowerState state() {
        return recovered.join();
    }

    /**
     * Lets the rules decide on that, and returns what the replica remembers when it is durable.
     *
     * @throws CompletionException when it may be written or not
     */
    public FollowerState tell(Message.Local message) {
        CompletableFuture<FollowerState> written = new CompletableFuture<>();
        endsWithTheSystem(written);
        system.tell(new Tell(message, written));
        return written.join();
    }

    /** Ends the actor system, and waits for its end. */
    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private static final class Shell extends EventSourcedBehavior<Tell, Event, FollowerState> {
        private final ReplicaId replica;
        private final String journal;
        private final Follower rules;
        private final CompletableFuture<FollowerState> recovered;

        Shell(String group, ReplicaId replica, CompletableFuture<FollowerState> recovered) {
            super(PersistenceId.ofUniqueId(Journal.persistenceId(group, replica)));
            this.replica = replica;
            this.journal = Journal.pluginId(group, replica);
            this.rules = Follower.of(Roster.of(group, replica.name()), 1);
            this.recovered = recovered;
        }

        @Override
        public String journalPluginId() {
            return journal;
        }

        @Override
        public String snapshotPluginId() {
            return Journal.SNAPSHOT_PLUGIN_ID;
        }

        @Override
        public FollowerState emptyState() {
            return FollowerState.blank(replica);
        }

        @Override
        public EventHandler<FollowerState, Event> eventHandler() {
            return FollowerState::apply;
        }

        @Override
        public CommandHandler<Tell, Event, FollowerState> commandHandler() {
            return newCommandHandlerBuilder()
                    .forAnyState()
                    .onCommand(Tell.class, this::onTell)
                    .build();
        }

        private Effect<Event, FollowerState> onTell(FollowerState state, Tell m) {
            Decision decision = rules.on(state, Contact.NONE, m.message());
            return Effect()
                    .persist(decision.events())
                    .thenRun(after -> m.written().complete(after));
        }

        @Override
        public SignalHandler<FollowerState> signalHandler() {
            return newSignalHandlerBuilder()
                    .onSignal(RecoveryCompleted.instance(), state -> recovered.complete(state))
                    .onSignal(
                            RecoveryFailed.class,
                            (state, failed) -> recovered.completeExceptionally(failed.getFailure()))
                    .build();
        }
    }
}
