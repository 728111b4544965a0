package io.ringfence.persistence;

import akka.actor.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.persistence.AbstractPersistentActor;
import akka.persistence.DeleteMessagesFailure;
import akka.persistence.DeleteMessagesSuccess;
import akka.persistence.DeleteSnapshotsFailure;
import akka.persistence.DeleteSnapshotsSuccess;
import akka.persistence.Recovery;
import akka.persistence.RecoveryCompleted;
import akka.persistence.SnapshotSelectionCriteria;
import com.typesafe.config.Config;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Log;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When Akka stores a snapshot of a replica's actor, and what is deleted then ({@code
 * docs/adr/0012}). One for each actor, for as long as it lives; its methods are called by that
 * actor.
 *
 * <p>Akka's own retention by count is off: it takes a snapshot, however long the log in it is, and
 * the actor answers nobody while it is stored.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final String persistenceId;
    private final String journalPluginId;
    private final String snapshotPluginId;
    private final int everyEvents;
    private final long bytesMax;
    private final AtomicLong erased = new AtomicLong();
    private final AtomicBoolean erasing = new AtomicBoolean();
    private long events;

    private Retention(
            String persistenceId,
            String journalPluginId,
            String snapshotPluginId,
            int everyEvents,
            long bytesMax) {
        this.persistenceId = persistenceId;
        this.journalPluginId = journalPluginId;
        this.snapshotPluginId = snapshotPluginId;
        this.everyEvents = everyEvents;
        this.bytesMax = bytesMax;
    }

    /**
     * @param config of the actor system, for the section {@code ringfence.retention}
     */
    public static Retention of(
            Config config, String persistenceId, String journalPluginId, String snapshotPluginId) {
        Config retention = config.getConfig("ringfence.retention");
        return new Retention(
                persistenceId,
                journalPluginId,
                snapshotPluginId,
                retention.getInt("akka-snapshot-events"),
                retention.getBytes("akka-snapshot-size"));
    }

    /** For each event that is folded, be it while the actor recovers. */
    public void onFolded() {
        events++;
    }

    /**
     * For {@code EventSourcedBehavior.shouldSnapshot}: after an event that lets go of most of a log
     * and leaves little of it, or when many rows say nothing that a snapshot would have to hold.
     *
     * @param before the event, which Akka is about to write: of several that it writes at once,
     *     before that one
     */
    public boolean isDue(FollowerState before, Event event, long number) {
        boolean shortens =
                event instanceof Event.SnapshotTaken
                        || event instanceof Event.SnapshotInstalled
                        || event instanceof Event.CureStarted
                        || event instanceof Event.Cured;
        Log log = shortens ? before.apply(event).log() : before.log();
        return isDue(shortens, log.size(), log.sizeBytes(), number);
    }

    /**
     * Each entry held takes a row at most: the rows beyond these are of terms that came and went,
     * or of entries that were let go of.
     */
    boolean isDue(boolean shortened, long entries, long bytes, long number) {
        if (bytes >= bytesMax) return false;
        return shortened || number % everyEvents == 0 && events + 1 >= everyEvents + entries;
    }

    /** After Akka stored a snapshot: deletes all that it stands for, while the actor goes on. */
    public void onStored(ActorContext<?> context, long number) {
        events = 0;
        if (!erasing.compareAndSet(false, true)) return;
        Adapter.actorOf(context, Props.create(Eraser.class, () -> new Eraser(number)));
    }

    /**
     * Deletes events that a snapshot of their actor stands for, then older snapshots, and stops. An
     * actor of its own, beside the one whose events they are, since Akka lets a typed one delete by
     * count only; it writes nothing.
     *
     * <p>An inner class, because Akka asks for the ids while it is still being made.
     */
    private final class Eraser extends AbstractPersistentActor {
        private final long upTo;

        /** All events up to it are gone. */
        private long gone = erased.get();

        Eraser(long upTo) {
            this.upTo = upTo;
        }

        @Override
        public String persistenceId() {
            return persistenceId;
        }

        @Override
        public String journalPluginId() {
            return journalPluginId;
        }

        @Override
        public String snapshotPluginId() {
            return snapshotPluginId;
        }

        /** Reads the first event that is left, when it is not known which that is. */
        @Override
        public Recovery recovery() {
            return Recovery.create(SnapshotSelectionCriteria.none(), upTo, gone == 0 ? 1 : 0);
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(RecoveryCompleted.class, done -> deleteNext())
                    .matchAny(first -> gone = lastSequenceNr() - 1)
                    .build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(DeleteMessagesSuccess.class, this::onDeleted)
                    .match(DeleteMessagesFailure.class, failed -> giveUp(failed.cause()))
                    .match(DeleteSnapshotsFailure.class, failed -> giveUp(failed.cause()))
                    .match(DeleteSnapshotsSuccess.class, done -> getContext().stop(getSelf()))
                    .build();
        }

        private void onDeleted(DeleteMessagesSuccess deleted) {
            gone = deleted.toSequenceNr();
            erased.set(gone);
            deleteNext();
        }

        private void deleteNext() {
            if (gone < upTo) deleteMessages(Math.min(upTo, gone + everyEvents));
            else deleteSnapshots(SnapshotSelectionCriteria.create(upTo - 1, Long.MAX_VALUE));
        }

        /** What stays is deleted after the next snapshot. */
        private void giveUp(Throwable cause) {
            LOG.warn(
                    "{}: rows that a snapshot stands for could not be deleted, the next time is"
                            + " tried: {}",
                    persistenceId,
                    cause.toString());
            getContext().stop(getSelf());
        }

        @Override
        public void postStop() {
            erasing.set(false);
        }
    }
}
