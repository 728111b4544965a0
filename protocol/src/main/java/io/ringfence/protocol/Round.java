package io.ringfence.protocol;

/**
 * One confirmation round: allotted after the reads that it serves arrived, echoed by each replica,
 * so that an answer sent earlier never confirms them (design §6, §13.8).
 */
public record Round(long value) implements Comparable<Round> {
    public static final Round ZERO = new Round(0);

    public Round {
        if (value < 0) {
            throw new IllegalArgumentException("a round is never negative, but was " + value);
        }
    }

    public Round next() {
        return new Round(value + 1);
    }

    public Round max(Round other) {
        return other.value > value ? other : this;
    }

    public boolean isBefore(Round other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Round other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
