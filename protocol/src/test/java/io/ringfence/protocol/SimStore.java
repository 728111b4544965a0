package io.ringfence.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The chunk store of a simulated disk, and what its process has yet to do there: one step at a
 * time, in order, while messages are handled.
 */
final class SimStore {
    private static final int CHUNKS = 3;

    /** Something to be done in the store, or to be said once all before it is done. */
    sealed interface Job {}

    /** Write the chunks of a snapshot one by one, then say so. */
    record Write(Snapshot snapshot, List<Payload> chunks, int next) implements Job {}

    /** Write a chunk that was received, then say so. */
    record Put(SnapshotId snapshot, int chunk, Payload bytes) implements Job {}

    record Find(SnapshotId snapshot) implements Job {}

    record Check(Snapshot snapshot) implements Job {}

    record Read(Message.FetchChunk asked) implements Job {}

    record Drop(Index upTo, List<SnapshotId> except) implements Job {}

    record Say(Message.Local message) implements Job {}

    /** The disk: by snapshot, then by chunk. */
    private final SortedMap<String, SortedMap<Integer, Payload>> chunks = new TreeMap<>();

    private final SortedMap<String, SnapshotId> names = new TreeMap<>();

    /** Forgotten with the process. */
    final Deque<Job> jobs = new ArrayDeque<>();

    /** The machine's state as bytes, cut in three. */
    static List<Payload> content(long digest, long chain) {
        byte[] bytes = (hex(digest) + hex(chain)).getBytes(StandardCharsets.UTF_8);
        int each = bytes.length / CHUNKS;
        List<Payload> chunks = new ArrayList<>();
        for (int i = 0; i < CHUNKS; i++) {
            int length = i == CHUNKS - 1 ? bytes.length - i * each : each;
            chunks.add(Payload.slice(bytes, i * each, length));
        }
        return chunks;
    }

    static String hex(long value) {
        String hex = Long.toHexString(value);
        return "0".repeat(16 - hex.length()) + hex;
    }

    private static String text(Iterable<Payload> chunks) {
        StringBuilder text = new StringBuilder();
        for (Payload each : chunks) text.append(each.utf8());
        return text.toString();
    }

    /** Of a snapshot's bytes. */
    static Digest digestOf(Iterable<Payload> chunks) {
        long hash = 1469598103934665603L;
        for (byte b : text(chunks).getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * 1099511628211L;
        }
        return new Digest(hex(hash).substring(0, 8));
    }

    /** Of the entries that were applied. */
    static Digest chain(long chain) {
        return new Digest(hex(chain).substring(8));
    }

    static Snapshot describe(LogPosition at, long digest, long chain) {
        List<Payload> content = content(digest, chain);
        return new Snapshot(
                at,
                chain(chain),
                new Digest(hex(digest * 0x9E3779B97F4A7C15L).substring(0, 8)),
                digestOf(content),
                content.size(),
                32);
    }

    void put(SnapshotId id, int chunk, Payload bytes) {
        names.put(id.toString(), id);
        chunks.computeIfAbsent(id.toString(), name -> new TreeMap<>()).put(chunk, bytes);
    }

    Optional<Payload> get(SnapshotId id, int chunk) {
        return Optional.ofNullable(of(id).get(chunk));
    }

    private SortedMap<Integer, Payload> of(SnapshotId id) {
        return chunks.getOrDefault(id.toString(), new TreeMap<>());
    }

    /** How many there are from the first on, without a gap. */
    int stored(SnapshotId id) {
        int stored = 0;
        while (of(id).containsKey(stored)) stored++;
        return stored;
    }

    /** Why it is not whole, if it is not. */
    Optional<String> flaw(Snapshot snapshot) {
        int stored = stored(snapshot.id());
        if (stored < snapshot.chunks()) return Optional.of("chunk " + stored + " is missing");
        boolean equal = digestOf(of(snapshot.id()).values()).equals(snapshot.content());
        return equal ? Optional.empty() : Optional.of("its digest is another");
    }

    /** The machine's state at a snapshot, and the digest of what it applied. */
    long[] restore(SnapshotId id) {
        String text = text(of(id).values());
        return new long[] {
            Long.parseUnsignedLong(text.substring(0, 16), 16),
            Long.parseUnsignedLong(text.substring(16, 32), 16)
        };
    }

    void drop(Index upTo, List<SnapshotId> except) {
        for (SnapshotId id : List.copyOf(names.values())) {
            if (id.index().isAfter(upTo) || except.contains(id)) continue;
            names.remove(id.toString());
            chunks.remove(id.toString());
        }
    }

    /** Turns a byte of a chunk that is stored. */
    void flip(SnapshotId id, int chunk) {
        byte[] bytes = of(id).get(chunk).toByteArray();
        bytes[0] = (byte) (bytes[0] == '0' ? '1' : '0');
        of(id).put(chunk, Payload.wrap(bytes));
    }

    /** What was to be taken of a state that is no more is not taken. */
    void abandon() {
        jobs.removeIf(j -> j instanceof Write);
        jobs.removeIf(j -> j instanceof Say s && s.message() instanceof Message.FingerprintTaken);
    }

    void wipe() {
        names.clear();
        chunks.clear();
        jobs.clear();
    }

    /** What is in it, for people. */
    String describe() {
        StringBuilder text = new StringBuilder();
        names.forEach(
                (name, id) ->
                        text.append(' ')
                                .append(name)
                                .append(':')
                                .append(
                                        String.join(
                                                ",",
                                                chunks.get(name).keySet().stream()
                                                        .map(c -> Integer.toString(c))
                                                        .toList())));
        return text.length() == 0 ? " nothing" : text.toString();
    }
}
