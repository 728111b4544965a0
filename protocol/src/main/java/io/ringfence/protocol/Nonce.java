package io.ringfence.protocol;

/** Ties an answer to the question it answers: a mailbox outlives an actor's restart (§13.8). */
public record Nonce(long value) {
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
