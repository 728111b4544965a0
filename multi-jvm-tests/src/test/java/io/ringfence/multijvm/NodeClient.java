package io.ringfence.multijvm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.multijvm.Registry.Page;
import io.ringfence.multijvm.Registry.Value;
import io.ringfence.multijvm.Registry.Written;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A client of one node, which tries everything once. Safe for use by several threads.
 *
 * @param within how long the node is to wait for an outcome
 */
record NodeClient(URI base, Duration within) {
    /** What an answer may come late before the node counts as silent. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    static NodeClient at(int port) {
        return new NodeClient(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(5));
    }

    NodeClient within(Duration patience) {
        return new NodeClient(base, patience);
    }

    Answer<Written> put(String key, String value) {
        return put(key, value, Condition.NONE);
    }

    Answer<Written> put(String key, String value, Condition condition) {
        HttpRequest.Builder request = request(keyPath(key));
        condition.addTo(request);
        return exchange(request.PUT(BodyPublishers.ofString(value)), NodeClient::written);
    }

    /** Not done when there is no such key: rejected with 404. */
    Answer<Value> get(String key) {
        return exchange(request(keyPath(key)).GET(), Value::of);
    }

    Answer<Written> delete(String key, Condition condition) {
        HttpRequest.Builder request = request(keyPath(key));
        condition.addTo(request);
        return exchange(request.DELETE(), NodeClient::written);
    }

    /** The first keys with that prefix. */
    Answer<Page> list(String prefix, int limit) {
        return page(prefix, "", limit);
    }

    /** All keys with that prefix, page after page. */
    List<Registry.Item> listAll(String prefix) {
        List<Registry.Item> all = new ArrayList<>();
        Page page;
        do {
            String after = all.isEmpty() ? "" : all.get(all.size() - 1).key();
            page = page(prefix, after, 1_000).done();
            all.addAll(page.items());
        } while (page.more());
        return all;
    }

    private Answer<Page> page(String prefix, String after, int limit) {
        String query =
                "prefix=%s&after=%s&limit=%d".formatted(encode(prefix), encode(after), limit);
        return exchange(request("/v1/registry?" + query).GET(), r -> Page.of(json(r)));
    }

    /** The node's own replica, as it sees itself. */
    Answer<ReplicaView> status() {
        return exchange(request("/v1/status").GET(), r -> ReplicaView.of(json(r)));
    }

    /** Has every replica take a snapshot, and tells at which index. */
    Answer<Long> snapshot() {
        return exchange(
                request("/v1/snapshot").POST(BodyPublishers.noBody()),
                r -> json(r).required("index").longValue());
    }

    /** Every replica as this node knows it. */
    Answer<List<ReplicaView>> cluster() {
        return exchange(request("/v1/cluster").GET(), NodeClient::replicas);
    }

    private static List<ReplicaView> replicas(HttpResponse<byte[]> response) {
        List<ReplicaView> replicas = new ArrayList<>();
        json(response).required("replicas").forEach(r -> replicas.add(ReplicaView.of(r)));
        return replicas;
    }

    /** A request that this client would not make. */
    Answer<JsonNode> raw(String method, String target, byte[] body, String... headers) {
        HttpRequest.Builder request = request(target);
        if (headers.length > 0) request.headers(headers);
        BodyPublisher bytes =
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
        return exchange(request.method(method, bytes), NodeClient::json);
    }

    private static Written written(HttpResponse<byte[]> response) {
        return Written.of(json(response));
    }

    private static String keyPath(String key) {
        return "/v1/registry/" + encode(key).replace("+", "%20");
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String target) {
        String wait = (target.contains("?") ? "&" : "?") + "timeout=" + within.toMillis() + "ms";
        return HttpRequest.newBuilder(URI.create(base + target + wait)).timeout(within.plus(GRACE));
    }

    private static <T> Answer<T> exchange(
            HttpRequest.Builder request, Function<HttpResponse<byte[]>, T> reading) {
        try {
            return answer(HTTP.send(request.build(), BodyHandlers.ofByteArray()), reading);
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Answer.Rejected<>(Answer.UNREACHED, "not connected: " + e, JSON.nullNode());
        } catch (IOException e) {
            return new Answer.Unknown<>(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer.Unknown<>("interrupted");
        }
    }

    /** A failure that does not say its outcome breaks the promise of the interface. */
    private static <T> Answer<T> answer(
            HttpResponse<byte[]> response, Function<HttpResponse<byte[]>, T> reading) {
        if (response.statusCode() / 100 == 2) return new Answer.Done<>(reading.apply(response));
        JsonNode problem = json(response);
        String detail = problem.path("detail").asText();
        return switch (problem.path("outcome").asText()) {
            case "rejected" -> new Answer.Rejected<>(response.statusCode(), detail, problem);
            case "unknown" -> new Answer.Unknown<>(response.statusCode() + " " + detail);
            default -> throw new AssertionError("no outcome in " + response + ": " + problem);
        };
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON in " + response + ": " + text(response), e);
        } catch (IOException e) {
            throw new AssertionError("no JSON in " + response, e);
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
