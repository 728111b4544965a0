package io.ringfence.lawbreaker.multijvm;

import io.ringfence.lawbreaker.internal.ReplicaActor;
import io.ringfence.lawbreaker.protocol.Term;

public final class KnowsTheInside {
    ReplicaActor actor;
    Term term;
}
