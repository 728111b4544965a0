package io.ringfence.lawbreaker.cluster;

public final class Cluster {}
