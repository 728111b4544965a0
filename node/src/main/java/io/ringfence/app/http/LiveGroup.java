package io.ringfence.app.http;

import io.ringfence.GroupHandle;
import io.ringfence.machines.RegistryCommand;
import io.ringfence.machines.RegistryReply;
import io.ringfence.protocol.ServingState;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The registry's group as HTTP sees it. HTTP outlives the actor system, which a node replaces when
 * it was downed: meanwhile there is no group, only a reason why. Safe for use by any thread.
 */
public final class LiveGroup {
    private sealed interface State {
        record Up(GroupHandle<RegistryCommand, RegistryReply> handle) implements State {}

        record Down(String reason) implements State {}
    }

    private final AtomicReference<State> state;

    private LiveGroup(State state) {
        this.state = new AtomicReference<>(state);
    }

    public static LiveGroup down(String reason) {
        return new LiveGroup(new State.Down(reason));
    }

    /** The node has a replica again. */
    public void goesUp(GroupHandle<RegistryCommand, RegistryReply> handle) {
        state.set(new State.Up(handle));
    }

    /** The node has none for now; requests are rejected with that reason. */
    public void goesDown(String reason) {
        state.set(new State.Down(reason));
    }

    /**
     * @throws Refusal 503 when there is none now
     */
    GroupHandle<RegistryCommand, RegistryReply> handle() {
        State now = state.get();
        if (now instanceof State.Up up) return up.handle();
        if (now instanceof State.Down down) throw new Refusal(Problem.notServing(down.reason()));
        throw new AssertionError("no handle for " + now);
    }

    ServingState serving() {
        State now = state.get();
        if (now instanceof State.Up up) return up.handle().serving();
        if (now instanceof State.Down down) return new ServingState.NotServing(down.reason());
        throw new AssertionError("no serving state for " + now);
    }
}
