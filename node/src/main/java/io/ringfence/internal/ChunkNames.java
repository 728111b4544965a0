package io.ringfence.internal;

import io.ringfence.persistence.ChunkedSnapshot;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.SnapshotId;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The names of snapshots, as the rules and as the store have them. To the rules a content is an
 * opaque digest: here it is the SHA-256 of all bytes, how many they are, and how many a chunk has.
 */
final class ChunkNames {
    private static final int SHA_256_BYTES = 32;
    private static final int CONTENT_BYTES = SHA_256_BYTES + Long.BYTES + Integer.BYTES;

    private ChunkNames() {}

    static SnapshotId id(ChunkedSnapshot snapshot) {
        return new SnapshotId(snapshot.entryId(), content(snapshot));
    }

    static Digest content(ChunkedSnapshot snapshot) {
        return Digest.of(
                ByteBuffer.allocate(CONTENT_BYTES)
                        .put(HexFormat.of().parseHex(snapshot.digest()))
                        .putLong(snapshot.bytes())
                        .putInt(snapshot.chunkBytes())
                        .array());
    }

    /**
     * @throws IllegalArgumentException when no store can have a snapshot of that name
     */
    static ChunkedSnapshot of(SnapshotId id) {
        byte[] content = id.content().toByteArray();
        if (content.length != CONTENT_BYTES) {
            throw new IllegalArgumentException("no content of a snapshot: " + id);
        }
        ByteBuffer numbers = ByteBuffer.wrap(content, SHA_256_BYTES, CONTENT_BYTES - SHA_256_BYTES);
        String digest = id.content().hex().substring(0, 2 * SHA_256_BYTES);
        return new ChunkedSnapshot(id.at(), digest, numbers.getLong(), numbers.getInt());
    }
}
