package io.ringfence.persistence;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.JournalProtocol;
import akka.persistence.Persistence;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An actor system that hosts {@link Note}s as replicas r1 and r2 of group g. */
final class NoteSystem implements AutoCloseable {
    static final String GROUP = "g";
    static final ReplicaId R1 = ReplicaId.of("r1");
    static final ReplicaId R2 = ReplicaId.of("r2");

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String SERIALIZER =
            """
            akka.actor {
              serializers.note = "io.ringfence.persistence.Note$Serializer"
              serialization-bindings { "io.ringfence.persistence.Note$Told" = note }
            }
            ringfence.retention.akka-snapshot-events = 5
            """;

    private final ActorSystem<Void> system;

    NoteSystem(Database database) {
        Config base = ConfigFactory.parseString(SERIALIZER).withFallback(ConfigFactory.load());
        Config both =
                Journal.configure(
                        Journal.configure(base, database, GROUP, R1), database, GROUP, R2);
        this.system = ActorSystem.create(Behaviors.empty(), "notes", both);
    }

    Replica start(ReplicaId replica) {
        return start(replica, Journal.pluginId(GROUP, replica));
    }

    Replica start(ReplicaId replica, String pluginId) {
        BlockingQueue<String> recoveries = new LinkedBlockingQueue<>();
        ActorRef<Note.Tell> actor =
                system.systemActorOf(
                        Behaviors.setup(
                                context ->
                                        new Note(
                                                context,
                                                Journal.persistenceId(GROUP, replica),
                                                pluginId,
                                                recoveries)),
                        replica.name(),
                        Props.empty());
        return new Replica(actor, recoveries);
    }

    /** Asks the journal, beside the actor, to delete a replica's events up to a number. */
    void delete(ReplicaId replica, long upTo) {
        Persistence.get(system)
                .journalFor(Journal.pluginId(GROUP, replica), ConfigFactory.empty())
                .tell(
                        new JournalProtocol.DeleteMessagesTo(
                                Journal.persistenceId(GROUP, replica),
                                upTo,
                                Adapter.toClassic(system.ignoreRef())),
                        akka.actor.ActorRef.noSender());
    }

    /** Ends the system, and returns how long that took. */
    Duration end() {
        Deadline begun = Deadline.after(LIMIT);
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        return begun.elapsed();
    }

    @Override
    public void close() {
        end();
    }

    /** One note of this system. */
    final class Replica {
        private final ActorRef<Note.Tell> actor;
        private final BlockingQueue<String> recoveries;

        private Replica(ActorRef<Note.Tell> actor, BlockingQueue<String> recoveries) {
            this.actor = actor;
            this.recoveries = recoveries;
        }

        /** Everything told so far, the text included; a failure when there is no answer in time. */
        CompletableFuture<String> tell(String text, Duration limit) {
            return AskPattern.<Note.Tell, String>ask(
                            actor,
                            replyTo -> new Note.Tell(text, replyTo),
                            limit,
                            system.scheduler())
                    .toCompletableFuture();
        }

        String tell(String text) {
            return tell(text, LIMIT).join();
        }

        /** How its next recovery ended. */
        String recovery() throws InterruptedException {
            return String.valueOf(recoveries.poll(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }
}
