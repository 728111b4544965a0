package io.ringfence.protocol;

/**
 * The place of an entry in the log; the first entry is at 1, and 0 stands before it.
 *
 * @param value at least 0
 */
public record Index(long value) implements Comparable<Index> {
    public static final Index ZERO = new Index(0);

    public Index {
        if (value < 0) {
            throw new IllegalArgumentException("an index is never negative, but was " + value);
        }
    }

    public static Index of(long value) {
        return new Index(value);
    }

    public Index next() {
        return plus(1);
    }

    public Index plus(long entries) {
        return new Index(Math.addExact(value, entries));
    }

    /** How many entries lie in {@code (other, this]}; negative when {@code other} is further. */
    public long minus(Index other) {
        return value - other.value;
    }

    public boolean isBefore(Index other) {
        return value < other.value;
    }

    public boolean isAfter(Index other) {
        return value > other.value;
    }

    public Index max(Index other) {
        return other.value > value ? other : this;
    }

    public Index min(Index other) {
        return other.value < value ? other : this;
    }

    @Override
    public int compareTo(Index other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
