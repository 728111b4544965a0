package io.ringfence.lawbreaker.shell;

import io.ringfence.lawbreaker.protocol.Event;
import io.ringfence.lawbreaker.protocol.Term;
import java.util.function.Function;

public final class MakesEvents {
    private static final Term TERM = new Term(1);

    Event aCall() {
        return new Event.TermAdvanced(TERM);
    }

    Function<Term, Event> aReference() {
        return Event.TermAdvanced::new;
    }

    Event aFunction() {
        return Event.advanced(TERM);
    }
}
