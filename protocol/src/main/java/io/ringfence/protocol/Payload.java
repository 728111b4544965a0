package io.ringfence.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that nobody changes: a command as its state machine encoded it. */
public final class Payload {
    public static final Payload EMPTY = new Payload(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int size;

    private Payload(byte[] array, int offset, int size) {
        this.array = array;
        this.offset = offset;
        this.size = size;
    }

    /** Wraps without copying: the caller hands the array over and never writes to it again. */
    public static Payload wrap(byte[] array) {
        return new Payload(array, 0, array.length);
    }

    public static Payload utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes {@code [from, from + length)} of the given array, not copied. */
    public static Payload slice(byte[] array, int from, int length) {
        if (from < 0 || length < 0 || from > array.length - length) {
            throw new IllegalArgumentException("no slice " + from + "+" + length);
        }
        return new Payload(array, from, length);
    }

    /** In bytes. */
    public int size() {
        return size;
    }

    /** A read-only view, positioned at the first byte; nothing is copied. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(array, offset, size).slice().asReadOnlyBuffer();
    }

    /** A copy. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + size);
    }

    public String utf8() {
        return new String(array, offset, size, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(
                        array,
                        offset,
                        offset + size,
                        that.array,
                        that.offset,
                        that.offset + that.size);
    }

    @Override
    public int hashCode() {
        return buffer().hashCode();
    }

    @Override
    public String toString() {
        return size + " bytes";
    }
}
