package io.ringfence.persistence;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Four bytes before a record that is kept: its CRC-32C, big-endian. A disk that lies is found out
 * before what it says is believed (V7). What travels is checked by the transport, and has none.
 */
final class Seal {
    static final int BYTES = 4;

    private Seal() {}

    static byte[] seal(Message record) {
        int size = record.getSerializedSize();
        byte[] sealed = new byte[BYTES + size];
        CodedOutputStream out = CodedOutputStream.newInstance(sealed, BYTES, size);
        try {
            record.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the record's own size is too small", e);
        }
        out.checkNoSpaceLeft();
        ByteBuffer.wrap(sealed).putInt(sum(sealed));
        return sealed;
    }

    /** Throws unless the record is as it was when it was sealed. */
    static void check(String manifest, byte[] sealed) {
        if (sealed.length < BYTES) {
            throw new CorruptRecord(
                    manifest, "its " + sealed.length + " bytes end before its checksum does");
        }
        int said = ByteBuffer.wrap(sealed).getInt();
        int found = sum(sealed);
        if (said != found) {
            throw new CorruptRecord(
                    manifest,
                    "its checksum is %08x, but its %d bytes have %08x"
                            .formatted(said, sealed.length - BYTES, found));
        }
    }

    private static int sum(byte[] sealed) {
        CRC32C crc = new CRC32C();
        crc.update(sealed, BYTES, sealed.length - BYTES);
        return (int) crc.getValue();
    }
}
