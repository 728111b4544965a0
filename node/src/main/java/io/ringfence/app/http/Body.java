package io.ringfence.app.http;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpRequest;
import akka.http.scaladsl.model.EntityStreamSizeException;
import io.ringfence.protocol.Payload;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;

/** The bytes of a request, read up to a limit and no further. */
final class Body {
    /** A stage of Akka's starts a thread for each callback where there are two processors. */
    private static final Executor HERE = Runnable::run;

    private Body() {}

    /** Fails with a {@link Refusal}: 413 when there is more, 408 when it does not come in time. */
    static CompletionStage<Payload> of(
            HttpRequest request, int bytesMax, Duration within, ActorSystem<?> system) {
        if (request.entity().getContentLengthOption().orElse(0) > bytesMax) {
            throw new Refusal(tooLarge(bytesMax));
        }
        // It came with its head: no stream has to be run for it.
        if (request.entity() instanceof HttpEntity.Strict whole) {
            return CompletableFuture.completedFuture(Payload.wrap(whole.getData().toArray()));
        }
        return request.entity()
                .withSizeLimit(bytesMax)
                .toStrict(within.toMillis(), bytesMax, system)
                .thenApplyAsync(strict -> Payload.wrap(strict.getData().toArray()), HERE)
                .exceptionally(
                        failure -> {
                            throw refusal(failure, bytesMax);
                        });
    }

    private static RuntimeException refusal(Throwable failure, int bytesMax) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof EntityStreamSizeException) return new Refusal(tooLarge(bytesMax));
        if (cause instanceof TimeoutException) {
            return new Refusal(Problem.rejected(408, "the value did not arrive in time"));
        }
        return new CompletionException(cause);
    }

    private static Problem tooLarge(int bytesMax) {
        return Problem.rejected(413, "a value has at most " + bytesMax + " bytes")
                .with("bytesMax", bytesMax);
    }
}
