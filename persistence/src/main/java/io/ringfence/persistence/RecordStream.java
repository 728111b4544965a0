package io.ringfence.persistence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The bytes of a snapshot, before they are cut into chunks: a word, then records. */
final class RecordStream {
    /** The first bytes; they say what this is, and the version of what follows. */
    static final String WORD = "ringfence snapshot 1\n";

    /** Before each record: how many bytes it has, big-endian. */
    static final int LENGTH_BYTES = 4;

    private RecordStream() {}

    static byte[] word() {
        return WORD.getBytes(StandardCharsets.US_ASCII);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
