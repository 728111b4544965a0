package io.ringfence.internal;

import akka.Done;
import akka.actor.ActorRef;
import akka.actor.CoordinatedShutdown;
import akka.actor.PoisonPill;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an actor system end although a node that it spoke to is paused. Artery closes its half of a
 * connection, and then waits for the other half without a limit (akka-core #30326): a node that is
 * to join again would hold its port, and never come back.
 */
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    /** Artery's own flush takes up to 1 s (akka.remote.artery.advanced.shutdown-flush-timeout). */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Every open connection of the actor system's has an actor there. */
    private static final String CONNECTIONS = "/system/IO-TCP/selectors/*/*";

    private Farewell() {}

    /** To be called once, when the actor system starts. */
    static void prepare(ActorSystem<?> system) {
        CoordinatedShutdown.get(system)
                .addTask(
                        CoordinatedShutdown.PhaseActorSystemTerminate(),
                        "ringfence-farewell",
                        () -> {
                            system.scheduler()
                                    .scheduleOnce(
                                            PATIENCE,
                                            () -> cutConnections(system),
                                            system.executionContext());
                            return CompletableFuture.completedFuture(Done.getInstance());
                        });
    }

    /** Runs only while the actor system has not ended: its scheduler ends with it. */
    private static void cutConnections(ActorSystem<?> system) {
        LOG.warn(
                "the actor system has not ended within {} s: a node it spoke to is paused, or cut"
                        + " off; its connections are cut",
                PATIENCE.toSeconds());
        Adapter.toClassic(system)
                .actorSelection(CONNECTIONS)
                .tell(PoisonPill.getInstance(), ActorRef.noSender());
    }
}
