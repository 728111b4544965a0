package io.ringfence;

import io.ringfence.api.Codec;

/**
 * What a group replicates: a pure function over an immutable state. Every replica calls it with the
 * same commands in the same order and must reach an equal state, so it may read no clock, no random
 * number and nothing outside its arguments; the time is {@link Context#timeMillis()}.
 *
 * <p>Called on the replica's actor thread, one call at a time, once per committed entry, and again
 * from the newest snapshot on when the replica recovers. It must not block.
 *
 * @param <S> state: immutable, best a persistent collection
 * @param <C> commands and queries
 * @param <R> replies
 */
public interface StateMachine<S, C, R> {
    /** The state before the first command. */
    S empty();

    /**
     * The state after the command, and the reply to it. An exception is an answer too: the caller
     * gets {@code Rejected(Failed(message))} and the state stays as it was, on every replica alike.
     */
    Applied<S, R> apply(S state, Context context, C command);

    /** The answer to a query; an exception becomes {@code Rejected(Failed(message))}. */
    R query(S state, C query);

    /** How commands and replies become bytes. */
    Codec<C, R> codec();

    /** How the state becomes a snapshot. */
    SnapshotCodec<S> snapshots();
}
