package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.ringfence.GroupHandle;
import io.ringfence.ReplicaStatus;
import io.ringfence.api.Codec;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.ServingState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The client of a group on the node that hosts a replica of it. */
final class Handle<C, R> implements GroupHandle<C, R> {
    // The router keeps the deadline. Only when it is gone, its node ending, does this one count.
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration WITHIN_MAX = Duration.ofDays(1);

    private final ActorSystem<?> system;
    private final Site site;
    private final Codec<C, R> codec;
    private final GroupActor.Refs refs;

    Handle(ActorSystem<?> system, Site site, Codec<C, R> codec, GroupActor.Refs refs) {
        this.system = system;
        this.site = site;
        this.codec = codec;
        this.refs = refs;
    }

    @Override
    public CompletionStage<Outcome<R>> submit(C command, Duration within) {
        return route(RouterActor.Kind.COMMAND, command, within);
    }

    @Override
    public CompletionStage<Outcome<R>> query(C query, Duration within) {
        return route(RouterActor.Kind.QUERY, query, within);
    }

    private CompletionStage<Outcome<R>> route(RouterActor.Kind kind, C request, Duration within) {
        Payload payload;
        try {
            payload = Payload.wrap(codec.encodeCommand(request));
        } catch (RuntimeException e) {
            return rejected(new Rejection.BadRequest(String.valueOf(e.getMessage())));
        }
        int max = site.settings().leader().commandBytesMax();
        if (payload.size() > max) return rejected(new Rejection.TooLarge(payload.size(), max));
        return ask(kind, payload, bounded(within))
                .handle((outcome, failure) -> failure == null ? decoded(outcome) : ended(kind));
    }

    private CompletionStage<Outcome<Payload>> ask(
            RouterActor.Kind kind, Payload payload, Duration within) {
        try {
            return AskPattern.ask(
                    refs.router(),
                    replyTo -> new RouterActor.Ask(kind, payload, within, replyTo),
                    within.plus(GRACE),
                    system.scheduler());
        } catch (IllegalStateException e) {
            // The actor system has ended, and its scheduler with it.
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Akka's scheduler takes no time below zero or beyond some months. */
    private static Duration bounded(Duration within) {
        if (within.isNegative()) return Duration.ZERO;
        return within.compareTo(WITHIN_MAX) > 0 ? WITHIN_MAX : within;
    }

    private CompletionStage<Outcome<R>> rejected(Rejection rejection) {
        return CompletableFuture.completedFuture(new Outcome.Rejected<>(rejection));
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

    private Outcome<R> ended(RouterActor.Kind kind) {
        String reason = "this node stops";
        return kind == RouterActor.Kind.COMMAND
                ? new Outcome.Unknown<>(reason)
                : new Outcome.Rejected<>(new Rejection.NotServing(reason));
    }

    @Override
    public CompletionStage<ReplicaStatus> status() {
        return AskPattern.<StatusActor.Command, StatusActor.Reported>ask(
                        refs.status(), StatusActor.Report::new, patience(), system.scheduler())
                .thenApply(StatusActor.Reported::status);
    }

    @Override
    public CompletionStage<List<ReplicaStatus>> cluster() {
        return AskPattern.<StatusActor.Command, List<ReplicaStatus>>ask(
                refs.status(), StatusActor.ReportAll::new, patience(), system.scheduler());
    }

    private Duration patience() {
        return site.settings().statusTimeout().multipliedBy(4);
    }

    @Override
    public ServingState serving() {
        return site.board().serving();
    }

    @Override
    public void subscribeServing(ActorRef<ServingState> subscriber) {
        refs.router().tell(new RouterActor.SubscribeServing(subscriber));
    }
}
