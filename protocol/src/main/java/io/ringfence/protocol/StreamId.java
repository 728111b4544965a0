package io.ringfence.protocol;

/**
 * One opened stream from a leader to a replica. A leader allots them in growing order; what belongs
 * to an older stream is dropped.
 */
public record StreamId(long value) implements Comparable<StreamId> {
    /** No stream: what a replica has after a restart, or as a new patient. */
    public static final StreamId NONE = new StreamId(0);

    public StreamId {
        if (value < 0) {
            throw new IllegalArgumentException("a stream id is never negative, but was " + value);
        }
    }

    public StreamId next() {
        return new StreamId(value + 1);
    }

    @Override
    public int compareTo(StreamId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
