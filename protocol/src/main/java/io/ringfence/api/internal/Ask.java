package io.ringfence.api.internal;

import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A request of a client in this JVM.
 *
 * @param changes whether it is a command, which may change the state, or a query
 * @param within how long its outcome may take
 * @param outcome is told once, on whatever thread; must not block
 */
public record Ask(
        boolean changes, Payload payload, Duration within, Consumer<Outcome<Payload>> outcome) {}
