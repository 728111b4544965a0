package io.ringfence.api.internal;

import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A request of a client in this JVM.
 *
 * @param payload empty for a mark
 * @param within how long its outcome may take
 * @param outcome is told once, on whatever thread; must not block
 */
public record Ask(Kind kind, Payload payload, Duration within, Consumer<Outcome<Payload>> outcome) {
    /** What is asked for. */
    public enum Kind {
        /** A command, which may change the state. */
        COMMAND,
        /** A snapshot at an entry that is yet to be written. */
        MARK,
        /** A query, which changes nothing: it may be asked again. */
        QUERY
    }

    /** Whether what became of it is unknown once whoever has it is gone. */
    public boolean changes() {
        return kind != Kind.QUERY;
    }
}
