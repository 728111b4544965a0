package io.ringfence;

import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.ServingState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A group on a node that hosts a replica of it. Safe for use by any thread. Its stages complete on
 * a thread of the actor system's: what follows there must not block, or goes on with {@code
 * …Async}.
 *
 * @param <C> commands and queries
 * @param <R> replies
 */
public interface GroupHandle<C, R> {
    /**
     * Has a command applied once. Waits up to {@code within} for a group to serve, so that a change
     * of leader shows as a pause. {@code Done} means durable on a quorum; after {@code Unknown} the
     * command may be applied once, now or later. Never completes exceptionally.
     *
     * @param within at most a day
     */
    CompletionStage<Outcome<R>> submit(C command, Duration within);

    /**
     * Answers from a state that holds everything that was {@code Done} before the call
     * (linearizable): the leader confirms its epoch with a quorum first; nothing is written. Never
     * completes exceptionally.
     */
    CompletionStage<Outcome<R>> query(C query, Duration within);

    /**
     * Has every replica take a snapshot at one entry, which {@code Done} names once it is
     * committed. Each takes it on its own, right after it has applied that entry, and shows it in
     * its status when it is whole; one that is behind may pass a newer position at once, and takes
     * that. Waits like {@link #submit}. Never completes exceptionally.
     *
     * @param within at most a day
     */
    CompletionStage<Outcome<EntryId>> snapshot(Duration within);

    /**
     * What this node knows of its own replica, and of the leader. Completes exceptionally only when
     * the node ends.
     */
    CompletionStage<ReplicaStatus> status();

    /**
     * What this node knows of every replica; of those it cannot reach, what it last knew. Completes
     * exceptionally only when the node ends.
     */
    CompletionStage<List<ReplicaStatus>> cluster();

    /** Whether the group serves, as far as this node was told. */
    ServingState serving();

    /**
     * Tells the subscriber whether the group serves: what holds now, then every change, once and in
     * order, until the subscriber stops.
     */
    void subscribeServing(ActorRef<ServingState> subscriber);
}
