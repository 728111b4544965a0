package io.ringfence.lawbreaker.persistence;

import io.ringfence.lawbreaker.cluster.Cluster;

public final class KnowsTheCluster {
    Cluster cluster;
}
