package io.ringfence.lawbreaker.shell;

import io.ringfence.lawbreaker.protocol.Event;
import io.ringfence.lawbreaker.protocol.Term;
import java.util.List;

/** No breaker: what a shell is for, to carry on what a rule decided. */
public final class LawAbiding {
    List<String> describe(List<Event> events, Term term) {
        return events.stream().map(event -> describe(event, term)).toList();
    }

    private static String describe(Event event, Term term) {
        if (event instanceof Event.TermAdvanced e) return term.equals(e.term()) + " " + e.term();
        return event.toString() + term.value();
    }
}
