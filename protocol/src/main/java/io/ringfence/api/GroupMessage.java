package io.ringfence.api;

import akka.actor.typed.ActorRef;
import java.time.Duration;

/**
 * What the actor of a group takes, {@link GroupClient#ref}; made for {@code ask}. Stays within its
 * JVM.
 *
 * @param <C> commands and queries
 * @param <R> replies
 */
public sealed interface GroupMessage<C, R> {
    /** See {@link GroupClient#submit}. */
    record Submit<C, R>(C command, Duration within, ActorRef<Outcome<R>> replyTo)
            implements GroupMessage<C, R> {}

    /** See {@link GroupClient#query}. */
    record Query<C, R>(C query, Duration within, ActorRef<Outcome<R>> replyTo)
            implements GroupMessage<C, R> {}
}
