package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message's way through the leader's rules: the state so far and the actions so far. */
final class Turn {
    private LeaderState state;
    private final List<LeaderAction> actions = new ArrayList<>();

    Turn(LeaderState state) {
        this.state = state;
    }

    LeaderState state() {
        return state;
    }

    void become(LeaderState next) {
        state = next;
    }

    Replication replication() {
        return state.replication().orElseThrow();
    }

    void become(Replication next) {
        state = state.with(next);
    }

    void become(Election next) {
        state = state.with(next);
    }

    Election election() {
        return state.election();
    }

    Roster roster() {
        return state.seat().roster();
    }

    ReplicaId home() {
        return state.seat().home();
    }

    LeaderSettings settings() {
        return state.seat().settings();
    }

    long now() {
        return state.clock().nowMillis();
    }

    void act(LeaderAction action) {
        actions.add(action);
    }

    void send(ReplicaId to, Message message) {
        actions.add(new LeaderAction.Send(to, message));
    }

    /** Said once per change. */
    void publish(ServingState serving, int failures) {
        boolean news = !serving.equals(state.serving());
        state = state.with(serving, failures);
        if (news) actions.add(new LeaderAction.Publish(serving));
    }

    /** Ends whatever this leader was: all that waits is answered, exactly once (design §9). */
    void stepDown(String reason) {
        end(reason, state.failures() + 1);
    }

    /** To wait for a live leader is no failure, so the pause does not grow with it. */
    void standBy(String reason) {
        end(reason, 0);
    }

    private void end(String reason, int failures) {
        Optional<Replication> before = state.replication();
        publish(new ServingState.NotServing(reason), failures);
        for (long read : state.reads().all()) {
            act(new LeaderAction.Reject(read, new Rejection.NotServing(reason)));
        }
        before.ifPresent(r -> act(new LeaderAction.Abandon(r.unsent(), reason)));
        state = state.waiting(now() + pauseMillis(), state.failures());
    }

    /** Doubles with each failure up to the election timeout; half of it is chance. */
    private long pauseMillis() {
        LeaderSettings settings = settings();
        int doublings = Math.min(state.failures(), 10);
        long pause =
                Math.min(settings.backoffMillis() << doublings, settings.electionTimeoutMillis());
        return pause / 2 + Math.floorMod(state.clock().chance(), pause / 2 + 1);
    }

    LeaderDecision decision() {
        return new LeaderDecision(state, actions);
    }
}
