package io.ringfence.protocol;

import java.util.HexFormat;

/**
 * A digest that a shell computed, in hexadecimal; the rules compare it and nothing else.
 *
 * @param hex lower case, two digits a byte; empty for {@link #NONE}
 */
public record Digest(String hex) {
    /** Nothing was digested: equal to no other, and contradicted by none. */
    public static final Digest NONE = new Digest("");

    private static final int BYTES_MAX = 64;

    public Digest {
        if (hex.length() > 2 * BYTES_MAX) {
            throw new IllegalArgumentException("a digest has at most 64 bytes");
        }
        HexFormat.of().parseHex(hex);
    }

    public static Digest of(byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(bytes));
    }

    public byte[] toByteArray() {
        return HexFormat.of().parseHex(hex);
    }

    public boolean isPresent() {
        return !hex.isEmpty();
    }

    /** True when both were computed, and differ. */
    boolean contradicts(Digest other) {
        return isPresent() && other.isPresent() && !equals(other);
    }

    @Override
    public String toString() {
        return hex.isEmpty() ? "none" : hex;
    }
}
