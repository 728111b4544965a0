package io.ringfence.persistence;

import io.ringfence.protocol.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * The records of a snapshot, read chunk by chunk. Every chunk is checked before anything in it is
 * given, and the whole before anything of its last chunk is; so what was given may be used up to
 * there, but is to be believed only when {@link #hasNext()} has said that there is no more.
 *
 * <p>For one thread, which waits for the database: not an actor's. Holds a record, and at most
 * {@link #AHEAD_MAX} chunks. {@link #hasNext} and {@link #next} throw {@link ChunkFailure}, and the
 * same one from then on.
 */
public final class SnapshotReader implements Iterator<byte[]> {
    static final int AHEAD_MAX = 3;

    private final ChunkStore store;
    private final ChunkedSnapshot snapshot;
    private final MessageDigest digest = RecordStream.sha256();
    private final Deque<CompletionStage<Payload>> ahead = new ArrayDeque<>();
    private ByteBuffer chunk = ByteBuffer.allocate(0);
    private ChunkFailure failure;
    private int asked;
    private int taken;
    private long left;

    private SnapshotReader(ChunkStore store, ChunkedSnapshot snapshot) {
        this.store = store;
        this.snapshot = snapshot;
        this.left = snapshot.bytes();
    }

    /** Reads nothing yet. */
    public static SnapshotReader of(ChunkStore store, ChunkedSnapshot snapshot) {
        return new SnapshotReader(store, snapshot);
    }

    /**
     * Reads all of a snapshot and gives nothing: returns when every chunk is there and as it was
     * written, and the whole is what its name says. Called for a snapshot that was received, before
     * the event that names it, on a thread that may wait.
     *
     * @throws ChunkFailure with what is wrong
     */
    public static void verify(ChunkStore store, ChunkedSnapshot snapshot) {
        SnapshotReader reader = new SnapshotReader(store, snapshot);
        while (reader.taken < snapshot.chunks()) reader.nextChunk();
    }

    @Override
    public boolean hasNext() {
        if (taken == 0) readWord();
        return left > 0;
    }

    @Override
    public byte[] next() {
        if (!hasNext()) throw new NoSuchElementException("all of " + snapshot + " is read");
        int size = ByteBuffer.wrap(take(RecordStream.LENGTH_BYTES)).getInt();
        return take(size);
    }

    private void readWord() {
        byte[] word = RecordStream.word();
        if (!Arrays.equals(word, take(word.length))) {
            throw new ChunkFailure.Corrupt(
                    snapshot, "it does not begin with '" + RecordStream.WORD.strip() + "'");
        }
    }

    /**
     * The next bytes. What they say of themselves is not believed: no more is made than is left.
     */
    private byte[] take(int size) {
        if (size < 0 || size > left) {
            throw new ChunkFailure.Corrupt(
                    snapshot, "%d bytes are to follow, and %d are left".formatted(size, left));
        }
        byte[] bytes = new byte[size];
        int filled = 0;
        while (filled < size) {
            if (!chunk.hasRemaining()) chunk = nextChunk();
            int part = Math.min(size - filled, chunk.remaining());
            chunk.get(bytes, filled, part);
            filled += part;
        }
        left -= size;
        return bytes;
    }

    private ByteBuffer nextChunk() {
        if (failure != null) throw failure;
        try {
            return checkedChunk();
        } catch (ChunkFailure e) {
            failure = e;
            throw e;
        }
    }

    private ByteBuffer checkedChunk() {
        while (asked < snapshot.chunks() && ahead.size() < AHEAD_MAX) {
            ahead.add(store.read(snapshot, asked++));
        }
        ByteBuffer bytes = await(ahead.remove()).buffer();
        digest.update(bytes.duplicate());
        taken++;
        if (taken == snapshot.chunks()) checkWhole();
        return bytes;
    }

    private void checkWhole() {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!found.equals(snapshot.digest())) {
            throw new ChunkFailure.Corrupt(snapshot, "the digest of all its chunks is " + found);
        }
    }

    private static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (Stages.cause(e) instanceof ChunkFailure failure) throw failure;
            throw e;
        }
    }
}
