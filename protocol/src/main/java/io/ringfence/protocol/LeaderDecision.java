package io.ringfence.protocol;

import java.util.List;

/** The answer to one message: what the leader then knows, and what to do, in order. */
public record LeaderDecision(LeaderState state, List<LeaderAction> actions) {
    public LeaderDecision {
        actions = List.copyOf(actions);
    }
}
