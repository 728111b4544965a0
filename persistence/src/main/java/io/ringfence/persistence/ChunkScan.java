package io.ringfence.persistence;

import io.ringfence.persistence.ChunkSql.Key;
import io.ringfence.persistence.ChunkSql.Stored;
import io.ringfence.persistence.ChunksFinding.Verdict;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Looks at the chunks under one key, one after the other by number. */
final class ChunkScan {
    private static final int SENTENCES_MAX = 10;

    private final Key key;
    private final Optional<ChunkedSnapshot> snapshot;
    private final MessageDigest digest = RecordStream.sha256();
    private final List<String> wrong = new ArrayList<>();
    private boolean corrupt;
    private boolean incomplete;
    private int next;
    private int chunks;
    private long bytes;

    ChunkScan(Key key) {
        this.key = key;
        this.snapshot = snapshot(key);
    }

    private static Optional<ChunkedSnapshot> snapshot(Key key) {
        try {
            return Optional.of(ChunkedSnapshot.of(key.entryId(), key.contentKey()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Key key() {
        return key;
    }

    void look(int number, Stored chunk) {
        chunks++;
        bytes += chunk.bytes().length;
        if (snapshot.isEmpty()) return;
        missingUpTo(number);
        next = number + 1;
        digest.update(chunk.bytes());
        try {
            if (number < snapshot.get().chunks()) {
                DatabaseChunkStore.checked(snapshot.get(), number, chunk);
            } else {
                corrupt("chunk " + number + " is beyond the last one");
            }
        } catch (ChunkFailure.Corrupt e) {
            corrupt(e.getMessage());
        }
    }

    private void missingUpTo(int number) {
        if (number <= next) return;
        incomplete = true;
        say(
                number == next + 1
                        ? "chunk " + next + " is missing"
                        : "chunks " + next + " to " + (number - 1) + " are missing");
    }

    private void corrupt(String sentence) {
        corrupt = true;
        say(sentence);
    }

    private void say(String sentence) {
        if (wrong.size() < SENTENCES_MAX) wrong.add(sentence);
    }

    /** What it comes to; called once, after the last chunk. */
    ChunksFinding finding() {
        if (snapshot.isPresent()) {
            missingUpTo(snapshot.get().chunks());
            checkWhole(snapshot.get());
        }
        return new ChunksFinding(key.entryId(), key.contentKey(), verdict(), chunks, bytes, wrong);
    }

    private void checkWhole(ChunkedSnapshot whole) {
        String found = HexFormat.of().formatHex(digest.digest());
        if (!incomplete && !corrupt && !found.equals(whole.digest())) {
            corrupt("the digest of all its chunks is " + found);
        }
    }

    private Verdict verdict() {
        if (snapshot.isEmpty()) return Verdict.DRAFT;
        if (corrupt) return Verdict.CORRUPT;
        return incomplete ? Verdict.INCOMPLETE : Verdict.WHOLE;
    }
}
