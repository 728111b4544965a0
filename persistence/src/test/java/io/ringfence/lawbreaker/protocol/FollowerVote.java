package io.ringfence.lawbreaker.protocol;

/** Known by what it answers: a rule that was split off for its size is a rule still. */
public final class FollowerVote {
    private FollowerVote() {}

    public static Decision onRequestVote(FollowerState state, String message) {
        return new Decision(message + " at term " + state.term());
    }
}
