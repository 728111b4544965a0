package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * The answer to one message: events to make durable first, actions to carry out after, in order. An
 * action may be lost in a crash between the two, and is never early.
 */
public record Decision(List<Event> events, List<Action> actions) {
    /** Nothing to write and nothing to do. */
    public static final Decision NOTHING = new Decision(List.of(), List.of());

    public Decision {
        events = List.copyOf(events);
        actions = List.copyOf(actions);
    }

    public static Decision act(Action... actions) {
        return new Decision(List.of(), List.of(actions));
    }

    /** These events first, then what this decision says. */
    public Decision after(List<Event> first) {
        if (first.isEmpty()) return this;
        List<Event> all = new ArrayList<>(first);
        all.addAll(events);
        return new Decision(all, actions);
    }
}
