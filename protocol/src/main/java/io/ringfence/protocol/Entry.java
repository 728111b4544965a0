package io.ringfence.protocol;

import java.util.Objects;
import java.util.function.Function;

/**
 * A command in its place: id, content, and the replicated time at which its leader stamped it.
 * Immutable; its encoded form is kept once made, so that the wire and the journal carry the same
 * bytes without encoding twice (design §6).
 */
public final class Entry {
    private final EntryId id;
    private final long stampMillis;
    private final Content content;
    // Benign race: any thread that finds none encodes the same bytes.
    private volatile byte[] encoded;

    private Entry(EntryId id, long stampMillis, Content content, byte[] encoded) {
        if (id.index().value() == 0 || stampMillis < 0) {
            throw new IllegalArgumentException("no entry: id " + id + ", stamp " + stampMillis);
        }
        this.id = id;
        this.stampMillis = stampMillis;
        this.content = Objects.requireNonNull(content);
        this.encoded = encoded;
    }

    public static Entry of(EntryId id, long stampMillis, Content content) {
        return new Entry(id, stampMillis, content, null);
    }

    /** An entry read from bytes, which it keeps. */
    public static Entry decoded(EntryId id, long stampMillis, Content content, byte[] encoded) {
        return new Entry(id, stampMillis, content, encoded);
    }

    /** The encoded form, made by {@code encoder} at most once per thread; never written to. */
    public byte[] encoded(Function<Entry, byte[]> encoder) {
        byte[] bytes = encoded;
        if (bytes == null) {
            bytes = encoder.apply(this);
            encoded = bytes;
        }
        return bytes;
    }

    public EntryId id() {
        return id;
    }

    public Index index() {
        return id.index();
    }

    public Term epoch() {
        return id.epoch();
    }

    /** Milliseconds since the Unix epoch on the replicated clock; never falls along a log. */
    public long stampMillis() {
        return stampMillis;
    }

    public Content content() {
        return content;
    }

    /**
     * A bound on the bytes that this entry takes in a batch. A function of what is replicated, the
     * same for ever: where snapshots are taken depends on it.
     */
    public int sizeBytes() {
        int said = content instanceof Content.Command c ? c.payload().size() : 256;
        return 64 + said;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Entry that
                && id.equals(that.id)
                && stampMillis == that.stampMillis
                && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, stampMillis, content);
    }

    @Override
    public String toString() {
        return Describe.entry(this);
    }
}
