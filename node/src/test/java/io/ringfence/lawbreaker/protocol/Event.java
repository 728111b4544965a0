package io.ringfence.lawbreaker.protocol;

public sealed interface Event {
    record TermAdvanced(Term term) implements Event {}

    static Event advanced(Term term) {
        return new TermAdvanced(term);
    }
}
