package io.ringfence.persistence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.BackoffSupervisorStrategy;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.RecoveryFailed;
import akka.persistence.typed.SnapshotCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import akka.serialization.SerializerWithStringManifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;

/** The smallest event-sourced actor: what it was told last, one after the other. */
final class Note extends EventSourcedBehavior<Note.Tell, Note.Told, Note.Told> {
    /**
     * To be added to what is told, and answered with all that was told; an empty text is not added.
     */
    record Tell(String text, ActorRef<String> replyTo) {}

    /** Event and state. */
    record Told(String text) {}

    /**
     * A supervisor around the actor would not do: without this one it stops when a write or a
     * recovery fails.
     */
    private static final BackoffSupervisorStrategy AGAIN =
            SupervisorStrategy.restartWithBackoff(
                    Duration.ofMillis(100), Duration.ofMillis(500), 0);

    private final String pluginId;
    private final ActorContext<Tell> context;
    private final Retention retention;
    private final BlockingQueue<String> recoveries;

    Note(
            ActorContext<Tell> context,
            String persistenceId,
            String pluginId,
            BlockingQueue<String> recoveries) {
        super(PersistenceId.ofUniqueId(persistenceId), AGAIN);
        this.context = context;
        this.pluginId = pluginId;
        this.retention =
                Retention.of(
                        context.getSystem().settings().config(),
                        persistenceId,
                        pluginId,
                        Journal.SNAPSHOT_PLUGIN_ID);
        this.recoveries = recoveries;
    }

    @Override
    public String journalPluginId() {
        return pluginId;
    }

    @Override
    public String snapshotPluginId() {
        return Journal.SNAPSHOT_PLUGIN_ID;
    }

    @Override
    public boolean shouldSnapshot(Told state, Told event, long number) {
        return retention.isDue(false, 0, state.text().length(), number);
    }

    @Override
    public Told emptyState() {
        return new Told("");
    }

    @Override
    public CommandHandler<Tell, Told, Told> commandHandler() {
        return (state, tell) -> {
            if (tell.text().isEmpty()) return Effect().none().thenReply(tell.replyTo(), Told::text);
            return Effect().persist(new Told(tell.text())).thenReply(tell.replyTo(), Told::text);
        };
    }

    @Override
    public EventHandler<Told, Told> eventHandler() {
        return (state, event) -> {
            retention.onFolded();
            return new Told(remembered(state.text() + event.text()));
        };
    }

    /** The last thousand characters: a state that stays small. */
    private static String remembered(String text) {
        return text.substring(Math.max(0, text.length() - 1000));
    }

    @Override
    public SignalHandler<Told> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.class,
                        (state, completed) -> recoveries.add("recovered " + state.text()))
                .onSignal(
                        RecoveryFailed.class,
                        (state, failed) -> recoveries.add("failed " + failed.getFailure()))
                .onSignal(
                        SnapshotCompleted.class,
                        (state, stored) ->
                                retention.onStored(
                                        context, stored.getSnapshotMetadata().sequenceNr()))
                .build();
    }

    /** UTF-8. */
    static final class Serializer extends SerializerWithStringManifest {
        @Override
        public int identifier() {
            return 7000;
        }

        @Override
        public String manifest(Object told) {
            return "T";
        }

        @Override
        public byte[] toBinary(Object told) {
            return ((Told) told).text().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Object fromBinary(byte[] bytes, String manifest) {
            return new Told(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
