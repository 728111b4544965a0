package io.ringfence.lawbreaker.protocol;

public record Decision(String events) {}
