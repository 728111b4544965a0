package io.ringfence.lawbreaker.protocol;

public record Term(long value) implements Comparable<Term> {
    public boolean isBefore(Term other) {
        return value < other.value;
    }

    public boolean isAfter(Term other) {
        return value > other.value;
    }

    public Term max(Term other) {
        return other.isAfter(this) ? other : this;
    }

    @Override
    public int compareTo(Term other) {
        return Long.compare(value, other.value);
    }
}
