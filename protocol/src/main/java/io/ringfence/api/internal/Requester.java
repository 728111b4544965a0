package io.ringfence.api.internal;

import akka.actor.typed.ActorSystem;
import io.ringfence.api.Codec;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A group's commands and queries as payloads, and its replies back: what is the same for a client
 * on a node and for one in a service. Safe for use by any thread.
 */
public final class Requester<C, R> {
    // Who takes the requests keeps the deadline. Only when that one is gone does this one count.
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration WITHIN_MAX = Duration.ofDays(1);
    private static final String ENDED = "this node stops";

    private final Codec<C, R> codec;
    private final int commandBytesMax;
    private final Consumer<Ask> taker;
    private final CompletableFuture<?> end;

    /**
     * @param commandBytesMax of an encoded command or query
     * @param system whose actor the taker is
     * @param taker gives each its one outcome, unless its actor system ends
     */
    public Requester(
            Codec<C, R> codec, int commandBytesMax, ActorSystem<?> system, Consumer<Ask> taker) {
        this.codec = codec;
        this.commandBytesMax = commandBytesMax;
        this.end = system.getWhenTerminated().toCompletableFuture();
        this.taker = taker;
    }

    /**
     * Never completes exceptionally.
     *
     * @param kind a command or a query
     */
    public CompletionStage<Outcome<R>> request(Ask.Kind kind, C request, Duration within) {
        Payload payload;
        try {
            payload = Payload.wrap(codec.encodeCommand(request));
        } catch (RuntimeException e) {
            return rejected(new Rejection.BadRequest(String.valueOf(e.getMessage())));
        }
        if (payload.size() > commandBytesMax) {
            return rejected(new Rejection.TooLarge(payload.size(), commandBytesMax));
        }
        return ask(kind, payload, within).thenApply(this::decoded);
    }

    /** Asks for a snapshot; its entry is the result. Never completes exceptionally. */
    public CompletionStage<Outcome<EntryId>> mark(Duration within) {
        return ask(Ask.Kind.MARK, Payload.EMPTY, within).thenApply(Requester::marked);
    }

    private CompletableFuture<Outcome<Payload>> ask(
            Ask.Kind kind, Payload payload, Duration within) {
        if (end.isDone()) return CompletableFuture.completedFuture(notTaken());
        Duration limit = bounded(within);
        CompletableFuture<Outcome<Payload>> outcome = new CompletableFuture<>();
        Ask ask = new Ask(kind, payload, limit, outcome::complete);
        taker.accept(ask);
        return outcome.completeOnTimeout(
                ended(ask.changes()), limit.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Outcome<EntryId> marked(Outcome<Payload> outcome) {
        if (outcome instanceof Outcome.Rejected<Payload> o) {
            return new Outcome.Rejected<>(o.rejection());
        }
        if (outcome instanceof Outcome.Unknown<Payload> o) {
            return new Outcome.Unknown<>(o.reason());
        }
        EntryId at = ((Outcome.Done<Payload>) outcome).at();
        return new Outcome.Done<>(at, at);
    }

    /** No clock takes a time below zero, or a very long one. */
    private static Duration bounded(Duration within) {
        if (within.isNegative()) return Duration.ZERO;
        return within.compareTo(WITHIN_MAX) > 0 ? WITHIN_MAX : within;
    }

    private CompletionStage<Outcome<R>> rejected(Rejection rejection) {
        return CompletableFuture.completedFuture(new Outcome.Rejected<>(rejection));
    }

    private static <R> Outcome<R> notTaken() {
        return new Outcome.Rejected<>(new Rejection.NotServing(ENDED));
    }

    private static Outcome<Payload> ended(boolean changes) {
        return changes ? new Outcome.Unknown<>(ENDED) : notTaken();
    }

    private Outcome<R> decoded(Outcome<Payload> outcome) {
        if (outcome instanceof Outcome.Rejected<Payload> o) {
            return new Outcome.Rejected<>(o.rejection());
        }
        if (outcome instanceof Outcome.Unknown<Payload> o) {
            return new Outcome.Unknown<>(o.reason());
        }
        Outcome.Done<Payload> done = (Outcome.Done<Payload>) outcome;
        try {
            return new Outcome.Done<>(codec.decodeReply(done.result().toByteArray()), done.at());
        } catch (RuntimeException e) {
            return new Outcome.Unknown<>(
                    "done at " + done.at() + ", but the reply cannot be read: " + e.getMessage());
        }
    }
}
