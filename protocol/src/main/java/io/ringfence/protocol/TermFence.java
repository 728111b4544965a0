package io.ringfence.protocol;

/**
 * The fence as a value: one current term, and what it says of a term that arrives. Classifying is
 * pure; whoever adopts makes the new fence durable before it answers (design §8). Usable by any
 * service at its own boundary.
 *
 * @param current the highest term admitted so far; never falls
 */
public record TermFence(Term current) {
    /** What the fence says of a term. */
    public sealed interface Verdict {}

    /** The term is the current one: go on. */
    public record Admitted(Boundary boundary) implements Verdict {}

    /** The term is newer: make it durable together with whatever follows, then go on. */
    public record Adopted(Boundary boundary, Term newer) implements Verdict {}

    /** The term is older: nothing changes, and the sender is told ours. */
    public record Fenced(Boundary boundary, Term stale, Term current) implements Verdict {}

    /** Changes nothing, however often it is asked. */
    public Verdict classify(Boundary boundary, Term term) {
        if (term.isBefore(current)) return new Fenced(boundary, term, current);
        if (term.isAfter(current)) return new Adopted(boundary, term);
        return new Admitted(boundary);
    }

    /** The fence after a term was admitted; an older term leaves it where it is. */
    public TermFence adopt(Term term) {
        return new TermFence(current.max(term));
    }
}
