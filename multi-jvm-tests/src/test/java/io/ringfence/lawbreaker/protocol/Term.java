package io.ringfence.lawbreaker.protocol;

public record Term(long value) {}
