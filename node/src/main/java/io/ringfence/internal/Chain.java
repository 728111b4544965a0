package io.ringfence.internal;

import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The running digest over epoch, index, time, kind and payload of every entry applied (design §7):
 * SHA-256 over the digest before and the entry. For one thread at a time.
 */
final class Chain {
    private final MessageDigest sha256 = sha256();
    private byte[] value = new byte[0];

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void goOnFrom(Digest digest) {
        value = digest.toByteArray();
    }

    void add(Entry entry) {
        sha256.update(value);
        ByteBuffer head = ByteBuffer.allocate(3 * Long.BYTES + 1);
        head.putLong(entry.epoch().value()).putLong(entry.index().value());
        head.putLong(entry.stampMillis()).put(kind(entry.content())).flip();
        sha256.update(head);
        if (entry.content() instanceof Content.Command command) {
            sha256.update(command.payload().buffer());
        } else if (entry.content() instanceof Content.Readmitted readmitted) {
            String who = readmitted.replica() + " " + readmitted.incarnation();
            sha256.update(Payload.utf8(who).buffer());
        }
        value = sha256.digest();
    }

    private static byte kind(Content content) {
        if (content instanceof Content.NoOp) return 0;
        if (content instanceof Content.Command) return 1;
        if (content instanceof Content.Readmitted) return 2;
        if (content instanceof Content.Mark) return 3;
        throw new AssertionError("no kind of " + content);
    }

    /** Of nothing, {@link Digest#NONE}. */
    Digest digest() {
        return Digest.of(value);
    }
}
