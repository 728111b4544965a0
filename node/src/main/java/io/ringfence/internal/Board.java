package io.ringfence.internal;

import io.ringfence.protocol.LeaderPhase;
import io.ringfence.protocol.ServingState;
import java.util.Optional;

/**
 * What the actors of one group on one node let any thread see of them. Each field has one writer:
 * the router, and the leader actor while it is on this node.
 */
final class Board {
    private volatile ServingState serving = new ServingState.NotServing("no leader was heard yet");
    private volatile Optional<LeaderPhase> phase = Optional.empty();

    ServingState serving() {
        return serving;
    }

    void serving(ServingState now) {
        serving = now;
    }

    /** Of the leader actor on this node; empty when there is none. */
    Optional<LeaderPhase> phase() {
        return phase;
    }

    void phase(Optional<LeaderPhase> now) {
        phase = now;
    }
}
