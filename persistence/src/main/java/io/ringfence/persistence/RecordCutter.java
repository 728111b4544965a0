package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * Cuts records into chunks of one size, and sums them up. Holds one record and one chunk. For one
 * thread at a time.
 */
final class RecordCutter {
    private final Iterator<byte[]> records;
    private final int chunkBytes;
    private final MessageDigest digest = RecordStream.sha256();
    private ByteBuffer piece = ByteBuffer.wrap(RecordStream.word());
    private byte[] record = new byte[0];
    private boolean recordLeft;
    private long bytes;

    RecordCutter(Iterator<byte[]> records, int chunkBytes) {
        this.records = records;
        this.chunkBytes = chunkBytes;
    }

    /** The next chunk; an empty one when there is none. */
    Payload next() {
        ByteBuffer chunk = ByteBuffer.allocate(chunkBytes);
        while (chunk.hasRemaining() && morePieces()) {
            int size = Math.min(chunk.remaining(), piece.remaining());
            chunk.put(piece.slice().limit(size));
            piece.position(piece.position() + size);
        }
        byte[] array = chunk.array();
        if (chunk.hasRemaining()) array = Arrays.copyOf(array, chunk.position());
        digest.update(array);
        bytes += array.length;
        return Payload.wrap(array);
    }

    /** Sees to it that {@link #piece} has bytes: of a length, then of its record. */
    private boolean morePieces() {
        while (!piece.hasRemaining()) {
            if (recordLeft) {
                recordLeft = false;
                piece = ByteBuffer.wrap(record);
            } else if (records.hasNext()) {
                record = records.next();
                recordLeft = true;
                piece = ByteBuffer.allocate(RecordStream.LENGTH_BYTES);
                piece.putInt(record.length).flip();
            } else {
                return false;
            }
        }
        return true;
    }

    /** What the chunks so far are; called once, after the last. */
    ChunkedSnapshot described(EntryId entryId) {
        String hex = HexFormat.of().formatHex(digest.digest());
        return new ChunkedSnapshot(entryId, hex, bytes, chunkBytes);
    }
}
