package io.ringfence.protocol;

/** Whether a group serves, as its leader publishes it. */
public sealed interface ServingState {
    /** Takes no request now; why, as a sentence for people. */
    record NotServing(String reason) implements ServingState {}

    /** Takes requests, in that epoch; published only after its fence entry is committed (L1). */
    record Serving(Term epoch) implements ServingState {}

    /** Serves nothing more on this node until the process is replaced. */
    record Poisoned(String cause) implements ServingState {}
}
