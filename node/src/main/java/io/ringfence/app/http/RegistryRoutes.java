package io.ringfence.app.http;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.delete;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.put;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.ringfence.api.Outcome;
import io.ringfence.machines.RegistryCommand;
import io.ringfence.machines.RegistryCommand.Delete;
import io.ringfence.machines.RegistryCommand.Get;
import io.ringfence.machines.RegistryCommand.ListKeys;
import io.ringfence.machines.RegistryCommand.Put;
import io.ringfence.machines.RegistryReply;
import io.ringfence.protocol.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code /v1/registry} and {@code /v1/registry/KEY}; a key may contain slashes. */
final class RegistryRoutes {
    private static final int LISTING = 100;

    /** What a group may take longer than it was given before its answer is given up. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final HttpSettings settings;
    private final LiveGroup group;

    RegistryRoutes(ActorSystem<?> system, HttpSettings settings, LiveGroup group) {
        this.system = system;
        this.settings = settings;
        this.group = group;
    }

    Route route() {
        Route list = path(segment("v1").slash("registry"), () -> get(() -> on(this::list)));
        return extractRequest(request -> Requests.key(request).map(this::key).orElse(list));
    }

    private Route key(String key) {
        return concat(
                get(() -> on(request -> read(request, key))),
                put(() -> on(request -> write(request, key))),
                delete(() -> on(request -> remove(request, key))));
    }

    private static Route on(Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
        return extractRequest(request -> completeWithFuture(handler.apply(request)));
    }

    private CompletionStage<HttpResponse> read(HttpRequest request, String key) {
        Requests.requireLinearizable(request);
        Get get = legal(() -> new Get(key));
        return query(request, get, Answers::toGet);
    }

    private CompletionStage<HttpResponse> list(HttpRequest request) {
        Requests.requireLinearizable(request);
        String prefix = Requests.query(request, "prefix").orElse("");
        String after = Requests.query(request, "after").orElse("");
        int limit = Requests.limit(request, LISTING);
        ListKeys list = legal(() -> new ListKeys(prefix, after, limit));
        return query(request, list, Answers::toList);
    }

    private CompletionStage<HttpResponse> remove(HttpRequest request, String key) {
        Delete delete = legal(() -> new Delete(key, Requests.condition(request)));
        return submit(request, delete, done -> Answers.toDelete(key, done));
    }

    /** Everything is checked before the body is read, and the body before anything is submitted. */
    private CompletionStage<HttpResponse> write(HttpRequest request, String key) {
        Put empty = legal(() -> new Put(key, Payload.EMPTY, Requests.condition(request)));
        group.handle();
        return Body.of(
                        request,
                        settings.valueBytesMax(),
                        Requests.timeout(request, settings),
                        system)
                .thenCompose(
                        value ->
                                submit(
                                        request,
                                        new Put(key, value, empty.condition()),
                                        done -> Answers.toPut(key, done)));
    }

    private static <C extends RegistryCommand> C legal(Supplier<C> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw new Refusal(Problem.badRequest(e.getMessage()));
        }
    }

    private CompletionStage<HttpResponse> submit(
            HttpRequest request,
            RegistryCommand command,
            Function<Outcome.Done<RegistryReply>, HttpResponse> answer) {
        Duration within = Requests.timeout(request, settings);
        return answered(group.handle().submit(command, within), within, answer);
    }

    private CompletionStage<HttpResponse> query(
            HttpRequest request,
            RegistryCommand query,
            Function<Outcome.Done<RegistryReply>, HttpResponse> answer) {
        Duration within = Requests.timeout(request, settings);
        return answered(group.handle().query(query, within), within, answer);
    }

    /** One answer for each request, also when the actor system ends under its feet. */
    static <R> CompletionStage<HttpResponse> answered(
            CompletionStage<Outcome<R>> outcome,
            Duration within,
            Function<Outcome.Done<R>, HttpResponse> answer) {
        CompletableFuture<Outcome<R>> first = new CompletableFuture<>();
        outcome.whenComplete(
                (o, failure) ->
                        first.complete(
                                failure == null
                                        ? o
                                        : new Outcome.Unknown<>("no outcome: " + failure)));
        first.completeOnTimeout(
                new Outcome.Unknown<>("no outcome within " + within.toMillis() + " ms"),
                within.plus(GRACE).toMillis(),
                TimeUnit.MILLISECONDS);
        return first.thenApply(
                o -> {
                    if (o instanceof Outcome.Done<R> done) return answer.apply(done);
                    if (o instanceof Outcome.Rejected<R> r)
                        return Problem.of(r.rejection()).response();
                    if (o instanceof Outcome.Unknown<R> u)
                        return Problem.unknown(u.reason()).response();
                    throw new AssertionError("no answer for " + o);
                });
    }
}
