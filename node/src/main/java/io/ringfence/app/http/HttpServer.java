package io.ringfence.app.http;

import static akka.http.javadsl.server.Directives.complete;
import static akka.http.javadsl.server.Directives.concat;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.server.ExceptionHandler;
import akka.http.javadsl.server.RejectionHandler;
import akka.http.javadsl.server.Route;
import com.typesafe.config.Config;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's HTTP, on an actor system of its own: the one of the cluster ends whenever the node is
 * downed, and whoever asks meanwhile is to be told so rather than find a closed port.
 */
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration START = Duration.ofSeconds(20);
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(10);

    private final ActorSystem<Void> system;
    private final ServerBinding binding;

    private HttpServer(ActorSystem<Void> system, ServerBinding binding) {
        this.system = system;
        this.binding = binding;
    }

    /**
     * Binds, and answers from then on. Called once, on any thread; waits until bound.
     *
     * @param port 0 for any
     * @throws HttpException with a sentence for people when it cannot bind
     */
    public static HttpServer start(Config config, String host, int port, LiveGroup group) {
        Config own = config.getConfig("ringfence.http.actor-system").withFallback(config);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "ringfence-http", own);
        try {
            Route routes = routes(system, HttpSettings.of(config), group);
            ServerBinding binding =
                    Http.get(system)
                            .newServerAt(host, port)
                            .bind(routes)
                            .toCompletableFuture()
                            .get(START.toSeconds(), TimeUnit.SECONDS);
            return new HttpServer(system, binding);
        } catch (ExecutionException e) {
            system.terminate();
            throw new HttpException(host, port, rootOf(e));
        } catch (TimeoutException e) {
            system.terminate();
            throw new HttpException(host, port, e);
        } catch (InterruptedException e) {
            system.terminate();
            Thread.currentThread().interrupt();
            throw new HttpException(host, port, e);
        }
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null ? failure : rootOf(failure.getCause());
    }

    private static Route routes(ActorSystem<?> system, HttpSettings settings, LiveGroup group) {
        return concat(
                        new RegistryRoutes(system, settings, group).route(),
                        new SnapshotRoutes(settings, group).route(),
                        new StatusRoutes(group).route())
                .seal(
                        RejectionHandler.defaultHandler().mapRejectionResponse(HttpServer::problem),
                        exceptions());
    }

    /** What Akka HTTP refuses by itself, such as an unknown path or method, in our words. */
    private static HttpResponse problem(HttpResponse response) {
        String sentence =
                response.entity() instanceof HttpEntity.Strict strict
                        ? strict.getData().utf8String()
                        : response.status().reason();
        return Problem.rejected(response.status().intValue(), sentence)
                .response()
                .addHeaders(response.getHeaders());
    }

    private static ExceptionHandler exceptions() {
        return ExceptionHandler.newBuilder()
                .match(Refusal.class, e -> complete(e.problem().response()))
                .match(
                        CompletionException.class,
                        e -> e.getCause() instanceof Refusal,
                        e -> complete(((Refusal) e.getCause()).problem().response()))
                .matchAny(HttpServer::unexpected)
                .build();
    }

    /** A mistake of ours: nobody knows how far the request got. */
    private static Route unexpected(Throwable failure) {
        LOG.error("a request failed", failure);
        return complete(
                new Problem(500, "unknown", failure.toString(), java.util.Map.of()).response());
    }

    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no more requests, lets those under way end for a moment, and ends. */
    @Override
    public void close() {
        binding.terminate(DRAIN).whenComplete((done, failure) -> system.terminate());
        try {
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("HTTP did not end in order", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
