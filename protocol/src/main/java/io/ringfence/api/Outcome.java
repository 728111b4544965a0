package io.ringfence.api;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Rejection;

/**
 * What became of a request; each request gets exactly one, never silence (design §9).
 *
 * @param <R> what the state machine answers
 */
public sealed interface Outcome<R> {
    /**
     * Applied, once, and durable on a quorum. Of a query: answered from the state at {@code at}.
     *
     * @param at the entry's id: an ever-growing token that an outside resource can check
     */
    record Done<R>(R result, EntryId at) implements Outcome<R> {}

    /** Certainly not applied. */
    record Rejected<R>(Rejection rejection) implements Outcome<R> {}

    /** May or may not be applied, now or later: leadership or the answer was lost meanwhile. */
    record Unknown<R>(String reason) implements Outcome<R> {}
}
