package io.ringfence.protocol;

/**
 * A number that orders leaders; a replica's term never falls (design §1, §4).
 *
 * @param value at least 0; 0 stands before the first election
 */
public record Term(long value) implements Comparable<Term> {
    public static final Term ZERO = new Term(0);

    public Term {
        if (value < 0) {
            throw new IllegalArgumentException("a term is never negative, but was " + value);
        }
    }

    public static Term of(long value) {
        return new Term(value);
    }

    /** The term after this one; fails on overflow rather than wrap around. */
    public Term next() {
        return new Term(Math.addExact(value, 1));
    }

    public boolean isBefore(Term other) {
        return value < other.value;
    }

    public boolean isAfter(Term other) {
        return value > other.value;
    }

    public Term max(Term other) {
        return other.value > value ? other : this;
    }

    @Override
    public int compareTo(Term other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
