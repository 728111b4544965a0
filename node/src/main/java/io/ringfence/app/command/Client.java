package io.ringfence.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A node, over HTTP. */
final class Client {
    static final ObjectMapper JSON = new ObjectMapper();

    /** What a node may take longer to answer than it was given. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(3))
                    .build();
    private final URI url;
    private final Duration timeout;

    Client(ClientOptions options) {
        this.url = options.url;
        this.timeout = duration(options.timeout);
    }

    static Duration duration(String text) {
        try {
            return ConfigValueFactory.fromAnyRef(text).atKey("t").getDuration("t");
        } catch (ConfigException e) {
            throw new CommandFailure(
                    Exit.USAGE, "'" + text + "' is no duration such as 500ms or 5s");
        }
    }

    /** A request for a key; its slashes stay slashes, all else is escaped. */
    HttpRequest.Builder key(String key) {
        return request("/v1/registry/" + escaped(key).replace("%2F", "/"));
    }

    /**
     * Only letters, digits and {@code - _} pass: also {@code .}, of which a path makes too much.
     */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace(".", "%2E");
    }

    HttpRequest.Builder request(String path) {
        char separator = path.indexOf('?') < 0 ? '?' : '&';
        URI target = URI.create(url + path + separator + "timeout=" + timeout.toMillis() + "ms");
        return HttpRequest.newBuilder(target).timeout(timeout.plus(GRACE));
    }

    CompletableFuture<HttpResponse<byte[]>> begin(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofByteArray());
    }

    /**
     * The answer, if it is a good one.
     *
     * @throws CommandFailure otherwise, with the exit code that tells whether anything was applied
     */
    HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return good(http.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            if (neverSent(e)) throw new CommandFailure(Exit.REJECTED, "no node answers at " + url);
            boolean read = request.method().equals("GET");
            String line = "the answer of " + url + " was lost: " + e.getMessage();
            throw read
                    ? new CommandFailure(Exit.REJECTED, line)
                    : new CommandFailure(Exit.UNKNOWN, "unknown whether it is applied: " + line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(Exit.UNKNOWN, "interrupted");
        }
    }

    static boolean neverSent(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    }

    private static HttpResponse<byte[]> good(HttpResponse<byte[]> response) {
        if (response.statusCode() == 200) return response;
        JsonNode problem = problem(response);
        String detail = problem.path("detail").asText("HTTP status " + response.statusCode());
        boolean unknown = problem.path("outcome").asText("unknown").equals("unknown");
        throw unknown
                ? new CommandFailure(Exit.UNKNOWN, "unknown whether it is applied: " + detail)
                : new CommandFailure(Exit.REJECTED, detail);
    }

    /** Of an answer that is not from a node, but from something between, there is none. */
    static JsonNode problem(HttpResponse<byte[]> response) {
        try {
            return json(response);
        } catch (CommandFailure e) {
            return JSON.createObjectNode();
        }
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new CommandFailure(Exit.REJECTED, "the answer is no JSON: " + e.getMessage());
        }
    }

    static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no text for " + json.getNodeType(), e);
        }
    }
}
