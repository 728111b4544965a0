package io.ringfence.protocol;

/** Why a request was certainly not applied (design §9). */
public sealed interface Rejection {
    /** No leader serves here now; ask again. */
    record NotServing(String reason) implements Rejection {}

    /** Too much is pending; ask again after that time. */
    record Overloaded(long retryAfterMillis) implements Rejection {}

    /** The command is larger than a command may be. */
    record TooLarge(int bytes, int bytesMax) implements Rejection {}

    /** The state machine threw on the command: its answer, on every replica alike (design §9). */
    record Failed(String message) implements Rejection {}

    /** The request itself makes no sense; a sentence for people. */
    record BadRequest(String reason) implements Rejection {}
}
