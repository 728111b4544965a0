package io.ringfence.lawbreaker.protocol;

public final class Follower {
    private Follower() {}

    public static Decision on(FollowerState state, String message) {
        return FollowerVote.onRequestVote(state, message);
    }
}
