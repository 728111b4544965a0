package io.ringfence.lawbreaker.persistence;

import io.ringfence.lawbreaker.protocol.Decision;
import io.ringfence.lawbreaker.protocol.Follower;
import io.ringfence.lawbreaker.protocol.FollowerState;
import io.ringfence.lawbreaker.protocol.FollowerVote;
import io.ringfence.lawbreaker.protocol.Leader;

public final class KnowsTheRules {
    Decision decide(FollowerState state) {
        return state.term() > 0
                ? Follower.on(state, Leader.standard())
                : FollowerVote.onRequestVote(state, "x");
    }
}
