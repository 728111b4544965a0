package io.ringfence.app.http;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.concat;
import static akka.http.javadsl.server.Directives.extract;
import static akka.http.javadsl.server.Directives.get;
import static akka.http.javadsl.server.Directives.getFromResource;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.pathSingleSlash;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.PathMatcher0;
import akka.http.javadsl.server.Route;
import io.ringfence.protocol.ServingState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a node tells of itself: status, cluster, health, and the page that shows them. */
final class StatusRoutes {
    private static final int ANSWER_SECONDS = 5;

    private final LiveGroup group;

    StatusRoutes(LiveGroup group) {
        this.group = group;
    }

    Route route() {
        return get(
                () ->
                        concat(
                                pathSingleSlash(
                                        () -> getFromResource("io/ringfence/app/http/index.html")),
                                on(segment("v1").slash("status"), this::status),
                                on(segment("v1").slash("cluster"), this::cluster),
                                on(segment("health").slash("alive"), this::alive),
                                on(segment("health").slash("ready"), this::ready)));
    }

    private static Route on(PathMatcher0 matcher, Supplier<CompletionStage<HttpResponse>> answer) {
        return path(
                matcher,
                () -> extract(context -> answer.get(), answered -> completeWithFuture(answered)));
    }

    private CompletionStage<HttpResponse> status() {
        return inTime(
                group.handle()
                        .status()
                        .thenApply(status -> Json.response(200, StatusJson.of(status))));
    }

    private CompletionStage<HttpResponse> cluster() {
        return inTime(
                group.handle().cluster().thenApply(all -> Json.response(200, StatusJson.of(all))));
    }

    private static CompletionStage<HttpResponse> inTime(CompletionStage<HttpResponse> answer) {
        CompletableFuture<HttpResponse> first = new CompletableFuture<>();
        answer.whenComplete(
                (response, failure) ->
                        first.complete(
                                failure == null
                                        ? response
                                        : Problem.notServing("no status: " + failure).response()));
        return first.completeOnTimeout(
                Problem.notServing("no status within " + ANSWER_SECONDS + " s").response(),
                ANSWER_SECONDS,
                TimeUnit.SECONDS);
    }

    /** Only what a new process would cure makes a node not alive; to wait for others does not. */
    private CompletionStage<HttpResponse> alive() {
        if (group.serving() instanceof ServingState.Poisoned s) {
            return answer(Problem.rejected(503, "poisoned: " + s.cause()).response());
        }
        return answer(Json.response(200, Map.of("alive", true)));
    }

    private CompletionStage<HttpResponse> ready() {
        ServingState serving = group.serving();
        if (serving instanceof ServingState.Serving s) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("ready", true);
            body.put("epoch", s.epoch().value());
            return answer(Json.response(200, body));
        }
        if (serving instanceof ServingState.NotServing s) {
            return answer(Problem.notServing(s.reason()).response());
        }
        if (serving instanceof ServingState.Poisoned s) {
            return answer(Problem.rejected(503, "poisoned: " + s.cause()).response());
        }
        throw new AssertionError("no answer for " + serving);
    }

    private static CompletionStage<HttpResponse> answer(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
