package io.ringfence.persistence;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.protocol.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Finds where the bytes of a parsed field lie, so that a payload can share them. */
final class ArraySlice extends ByteOutput {
    private Payload found = Payload.EMPTY;

    /** The field's bytes, not copied when they lie in one array. */
    static Payload of(ByteString field) {
        ArraySlice slice = new ArraySlice();
        try {
            UnsafeByteOperations.unsafeWriteTo(field, slice);
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read or written here", e);
        }
        return slice.found.size() == field.size() ? slice.found : Payload.wrap(field.toByteArray());
    }

    @Override
    public void writeLazy(byte[] array, int offset, int length) {
        found = Payload.slice(array, offset, length);
    }

    // What comes in pieces or from elsewhere than an array is found to be too short, and is copied.

    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] array, int offset, int length) {}

    @Override
    public void write(ByteBuffer buffer) {}

    @Override
    public void writeLazy(ByteBuffer buffer) {}
}
