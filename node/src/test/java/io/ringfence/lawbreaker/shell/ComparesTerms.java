package io.ringfence.lawbreaker.shell;

import io.ringfence.lawbreaker.protocol.Term;
import java.util.Comparator;

public final class ComparesTerms {
    Term older(Term one, Term other) {
        return one.isBefore(other) ? one : other;
    }

    Term newer(Term one, Term other) {
        return one.isAfter(other) ? one : one.max(other);
    }

    Comparator<Term> order() {
        return Term::compareTo;
    }
}
