package io.ringfence.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** What a node says of itself over HTTP. */
final class NodeProbe {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    /** Who leads, and since which epoch. */
    record Leadership(String replica, long epoch) {}

    /**
     * @param ready it can serve linearizable requests now
     * @param words why not, or that it can
     */
    record Readiness(boolean ready, String words) {}

    Readiness readiness(DemoNode node) throws InterruptedException {
        if (!node.alive()) return new Readiness(false, "is not running");
        Optional<HttpResponse<String>> answer = get(node, "/health/ready");
        if (answer.isEmpty()) return new Readiness(false, "starts");
        if (answer.get().statusCode() == 200) return new Readiness(true, "is ready");
        String reason = json(answer.get()).path("detail").asText("not ready");
        return new Readiness(false, "waits: " + reason);
    }

    /** As that node knows it; empty when the group does not serve, or the node does not answer. */
    Optional<Leadership> leadership(DemoNode node) throws InterruptedException {
        Optional<HttpResponse<String>> answer = get(node, "/v1/status");
        if (answer.isEmpty() || answer.get().statusCode() != 200) return Optional.empty();
        JsonNode status = json(answer.get());
        JsonNode serving = status.path("serving");
        String leader = status.path("leader").asText("");
        boolean serves = serving.path("state").asText().equals("serving") && !leader.isEmpty();
        return serves
                ? Optional.of(new Leadership(leader, serving.path("epoch").asLong()))
                : Optional.empty();
    }

    private Optional<HttpResponse<String>> get(DemoNode node, String path)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(node.url().resolve(path)).timeout(LIMIT).build();
        try {
            return Optional.of(http.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return JSON.createObjectNode();
        }
    }
}
