package io.ringfence.lawbreaker.persistence;

import io.ringfence.lawbreaker.protocol.FollowerState;

/** No breaker: a codec of the protocol's values, which is what the persistence is for. */
public final class LawAbiding {
    byte[] encode(FollowerState state) {
        return Long.toString(state.term()).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
