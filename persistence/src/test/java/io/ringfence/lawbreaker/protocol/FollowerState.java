package io.ringfence.lawbreaker.protocol;

public record FollowerState(long term) {}
