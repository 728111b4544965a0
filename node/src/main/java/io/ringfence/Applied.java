package io.ringfence;

/** The state after a command, and the reply to it. */
public record Applied<S, R>(S state, R reply) {}
