package io.ringfence.api;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A group, for a service in the same cluster that hosts no replica of it. Safe for use by any
 * thread. Its stages complete on a thread of the actor system's: what follows there must not block,
 * or goes on with {@code …Async}.
 *
 * @param <C> commands and queries
 * @param <R> replies
 */
public interface GroupClient<C, R> {
    /**
     * Has a command applied once. Waits up to {@code within} for a node that hosts the group, and
     * for the group to serve, so that a change of leader shows as a pause. {@code Done} means
     * durable on a quorum; after {@code Unknown} the command may be applied once, now or later.
     * Never completes exceptionally; at the latest one second after {@code within}.
     *
     * @param within at most a day
     */
    CompletionStage<Outcome<R>> submit(C command, Duration within);

    /**
     * Answers from a state that holds everything that was {@code Done} before the call
     * (linearizable); nothing is written. Never completes exceptionally; at the latest one second
     * after {@code within}.
     */
    CompletionStage<Outcome<R>> query(C query, Duration within);

    /** The same as an actor, for {@code ask} and for other actors of this JVM. */
    ActorRef<GroupMessage<C, R>> ref();
}
