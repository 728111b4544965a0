package io.ringfence.protocol;

import java.util.HexFormat;

/**
 * A digest that a shell computed, in hexadecimal; the rules compare it and nothing else.
 *
 * @param version of how the digested was put into bytes; of two versions neither tells of the other
 * @param hex lower case, two digits a byte; empty for {@link #NONE}
 */
public record Digest(int version, String hex) {
    /** Nothing was digested: equal to no other, and contradicted by none. */
    public static final Digest NONE = new Digest("");

    private static final int BYTES_MAX = 64;

    public Digest {
        if (version < 0) throw new IllegalArgumentException("a version is not negative");
        if (hex.length() > 2 * BYTES_MAX) {
            throw new IllegalArgumentException("a digest has at most 64 bytes");
        }
        HexFormat.of().parseHex(hex);
    }

    /** Of what has one form only. */
    public Digest(String hex) {
        this(0, hex);
    }

    public static Digest of(byte[] bytes) {
        return of(0, bytes);
    }

    public static Digest of(int version, byte[] bytes) {
        return new Digest(version, HexFormat.of().formatHex(bytes));
    }

    public byte[] toByteArray() {
        return HexFormat.of().parseHex(hex);
    }

    public boolean isPresent() {
        return !hex.isEmpty();
    }

    /** True when both were computed in the same way, and differ. */
    boolean contradicts(Digest other) {
        boolean comparable = isPresent() && other.isPresent() && version == other.version;
        return comparable && !equals(other);
    }

    @Override
    public String toString() {
        return hex.isEmpty() ? "none" : hex;
    }
}
