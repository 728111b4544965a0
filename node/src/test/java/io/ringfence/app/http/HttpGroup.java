package io.ringfence.app.http;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.Group;
import io.ringfence.Ringfence;
import io.ringfence.RingfenceConfig;
import io.ringfence.machines.Registry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A registry of one replica that serves, behind HTTP; its journal is in memory. */
public final class HttpGroup implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ActorSystem<Void> system;
    private final HttpServer server;
    final LiveGroup live = LiveGroup.down("the node is starting");

    public HttpGroup() {
        Config config =
                RingfenceConfig.load(
                        ConfigFactory.parseString(
                                """
                                ringfence.profile = fast
                                ringfence.replica = r1
                                ringfence.snapshot-store = ${akka.persistence.no-snapshot-store}
                                ringfence.journals.registry.r1 = ${akka.persistence.journal.inmem}
                                ringfence.registry.value-bytes-max = 1000
                                akka.remote.artery.canonical { hostname = 127.0.0.1, port = 0 }
                                akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off
                                """));
        system = ActorSystem.create(Behaviors.empty(), "http-test", config);
        server = HttpServer.start(config, "127.0.0.1", 0, live);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
    }

    public void goesUp() {
        live.goesUp(
                Ringfence.get(system)
                        .init(Group.of("registry", Registry.machine()).withVoters("r1")));
    }

    public int port() {
        return server.address().getPort();
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery));
    }

    Answer put(String path, String value, String... headers) {
        HttpRequest.Builder request = request(path).PUT(BodyPublishers.ofString(value));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path, String... headers) {
        HttpRequest.Builder request = request(path).DELETE();
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    record Answer(HttpResponse<byte[]> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + text(), e);
            }
        }

        @Override
        public String toString() {
            return status() + " " + text();
        }
    }

    @Override
    public void close() {
        server.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
