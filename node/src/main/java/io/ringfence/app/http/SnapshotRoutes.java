package io.ringfence.app.http;

import static akka.http.javadsl.server.Directives.completeWithFuture;
import static akka.http.javadsl.server.Directives.extractRequest;
import static akka.http.javadsl.server.Directives.path;
import static akka.http.javadsl.server.Directives.post;
import static akka.http.javadsl.server.PathMatchers.segment;

import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.Route;
import io.ringfence.protocol.EntryId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code /v1/snapshot}: a snapshot on demand. */
final class SnapshotRoutes {
    private final HttpSettings settings;
    private final LiveGroup group;

    SnapshotRoutes(HttpSettings settings, LiveGroup group) {
        this.settings = settings;
        this.group = group;
    }

    Route route() {
        return path(
                segment("v1").slash("snapshot"),
                () -> post(() -> extractRequest(request -> completeWithFuture(take(request)))));
    }

    private CompletionStage<HttpResponse> take(HttpRequest request) {
        Duration within = Requests.timeout(request, settings);
        // Whatever a body says, it is not for us.
        return RegistryRoutes.answered(
                group.handle().snapshot(within), within, done -> marked(done.result()));
    }

    private static HttpResponse marked(EntryId at) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("epoch", at.epoch().value());
        body.put("index", at.index().value());
        return Json.response(200, body);
    }
}
