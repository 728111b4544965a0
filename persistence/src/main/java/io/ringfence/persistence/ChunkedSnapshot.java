package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names the contents of a snapshot for ever: what it stands for, what is in it, and how that is cut
 * into chunks. Equal names have equal bytes in every chunk, whoever wrote them; so the chunks of
 * one name may come from several sources, and those of two names never mix.
 *
 * @param entryId the last entry that the state has applied
 * @param digest the SHA-256 of the bytes of all chunks together, in lower-case hexadecimal; says
 *     nothing of where they were cut, so equal states have equal digests however they are chunked
 * @param bytes of all chunks together
 * @param chunkBytes of each chunk but the last, which has what is left
 */
public record ChunkedSnapshot(EntryId entryId, String digest, long bytes, int chunkBytes) {
    /** So that a message with a chunk and what surrounds it passes between nodes. */
    public static final int CHUNK_BYTES_MAX = 1 << 20;

    private static final Pattern KEY = Pattern.compile("sha256:([0-9a-f]{64}):(\\d+):(\\d+)");

    public ChunkedSnapshot {
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no SHA-256: '" + digest + "'");
        }
        if (chunkBytes < 1 || chunkBytes > CHUNK_BYTES_MAX) {
            throw new IllegalArgumentException("no chunk has " + chunkBytes + " bytes");
        }
        if (bytes < 1 || (bytes - 1) / chunkBytes >= Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no snapshot has " + bytes + " bytes");
        }
    }

    /** How many chunks there are; they are numbered from 0. */
    public int chunks() {
        return (int) ((bytes - 1) / chunkBytes) + 1;
    }

    /** How many bytes the chunk of that number has. */
    public int sizeOf(int number) {
        return (int) Math.min(chunkBytes, bytes - (long) number * chunkBytes);
    }

    /** Digest, bytes and bytes of a chunk, as one word of at most 160 characters. */
    public String contentKey() {
        return "sha256:" + digest + ":" + bytes + ":" + chunkBytes;
    }

    /** Throws {@link IllegalArgumentException} for what is no {@link #contentKey()}. */
    public static ChunkedSnapshot of(EntryId entryId, String contentKey) {
        Matcher key = KEY.matcher(contentKey);
        if (!key.matches()) {
            throw new IllegalArgumentException("no content key: '" + contentKey + "'");
        }
        return new ChunkedSnapshot(
                entryId,
                key.group(1),
                Long.parseLong(key.group(2)),
                Integer.parseInt(key.group(3)));
    }

    @Override
    public String toString() {
        return "snapshot " + entryId + " " + digest.substring(0, 12) + " of " + bytes + " bytes";
    }
}
