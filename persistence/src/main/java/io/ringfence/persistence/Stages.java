package io.ringfence.persistence;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What became of work that others did: the failure itself, out of what the stages wrap it in. */
final class Stages {
    private Stages() {}

    /** Completes as the other one, but fails with the failure itself. */
    static <T> CompletableFuture<T> plain(CompletableFuture<T> other) {
        CompletableFuture<T> plain = new CompletableFuture<>();
        other.whenComplete(
                (result, failure) -> {
                    if (failure == null) plain.complete(result);
                    else plain.completeExceptionally(cause(failure));
                });
        return plain;
    }

    static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return wrapped ? failure.getCause() : failure;
    }
}
