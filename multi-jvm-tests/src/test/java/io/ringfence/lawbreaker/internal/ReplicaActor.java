package io.ringfence.lawbreaker.internal;

public final class ReplicaActor {}
