package io.ringfence.persistence;

import com.typesafe.config.Config;
import io.ringfence.persistence.ChunkSql.Key;
import io.ringfence.persistence.ChunkSql.Lot;
import io.ringfence.persistence.ChunkSql.Stored;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;

/** A {@link ChunkStore} in the tables {@code ringfence_chunk} and {@code …_claim}. */
public final class DatabaseChunkStore implements ChunkStore {
    private static final String DRAFT = "draft:";

    private final ChunkSql sql;
    private final ChunkSettings settings;
    private final ChunkConnections connections;
    private final long claim;
    private final Set<Key> drafts = ConcurrentHashMap.newKeySet();

    /** For each removal under way, the entry ids that it has to leave alone. */
    private final Set<Set<EntryId>> spared = new CopyOnWriteArraySet<>();

    private DatabaseChunkStore(
            ChunkSql sql, ChunkSettings settings, ChunkConnections connections, long claim) {
        this.sql = sql;
        this.settings = settings;
        this.connections = connections;
        this.claim = claim;
    }

    /**
     * Opens the replica's store, and claims it: durably, so that from the return on nothing is
     * written or removed by a store that was opened before, in whatever process. Called once for
     * each start of the replica, after {@link Schema#prepare}, on a thread that may wait: a few
     * seconds at most.
     *
     * @throws ChunkFailure.Unavailable when the database does not answer
     */
    public static DatabaseChunkStore open(
            Database database, Config config, String group, ReplicaId replica) {
        ChunkSettings settings = ChunkSettings.of(config);
        ChunkSql sql = new ChunkSql(Journal.persistenceId(group, replica));
        ChunkConnections connections = new ChunkConnections(database, settings);
        try {
            long claim = connections.runHere("claiming the chunks", sql::claim);
            return new DatabaseChunkStore(sql, settings, connections, claim);
        } catch (RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    @Override
    public int chunkBytes() {
        return settings.chunkBytes();
    }

    @Override
    public long writtenBytesPerSecond() {
        return settings.writtenBytesPerSecond();
    }

    @Override
    public CompletionStage<Void> write(ChunkedSnapshot snapshot, int number, Payload chunk) {
        checkNumber(snapshot, number);
        if (chunk.size() != snapshot.sizeOf(number)) {
            throw new IllegalArgumentException(
                    "chunk %d of %s has %d bytes, not %d"
                            .formatted(number, snapshot, snapshot.sizeOf(number), chunk.size()));
        }
        return Stages.plain(insert(Key.of(snapshot), number, chunk));
    }

    private static void checkNumber(ChunkedSnapshot snapshot, int number) {
        if (number < 0 || number >= snapshot.chunks()) {
            throw new IllegalArgumentException("no chunk " + number + " is in " + snapshot);
        }
    }

    private CompletableFuture<Void> insert(Key key, int number, Payload chunk) {
        spared.forEach(ids -> ids.add(key.entryId()));
        return connections.run(
                "writing chunk " + number,
                connection -> checkHeld(sql.insert(connection, claim, key, number, chunk)));
    }

    private Void checkHeld(boolean held) {
        if (!held) throw new ChunkFailure.Fenced(sql.persistenceId(), claim);
        return null;
    }

    @Override
    public CompletionStage<Payload> read(ChunkedSnapshot snapshot, int number) {
        checkNumber(snapshot, number);
        return connections.run(
                "reading chunk " + number,
                connection -> {
                    Optional<Stored> found = sql.read(connection, Key.of(snapshot), number);
                    if (found.isEmpty()) throw new ChunkFailure.Missing(snapshot, number);
                    return checked(snapshot, number, found.get());
                });
    }

    /** The chunk's bytes, or {@link ChunkFailure.Corrupt}. */
    static Payload checked(ChunkedSnapshot snapshot, int number, Stored chunk) {
        int size = chunk.bytes().length;
        if (size != snapshot.sizeOf(number)) {
            throw new ChunkFailure.Corrupt(
                    snapshot,
                    number,
                    "it has %d bytes, not %d".formatted(size, snapshot.sizeOf(number)));
        }
        int found = ChunkSql.crc32c(ByteBuffer.wrap(chunk.bytes()));
        if (found != chunk.crc32c()) {
            throw new ChunkFailure.Corrupt(
                    snapshot,
                    number,
                    "its checksum is %08x, but its %d bytes have %08x"
                            .formatted(chunk.crc32c(), size, found));
        }
        return Payload.wrap(chunk.bytes());
    }

    @Override
    public CompletionStage<PresentChunks> present(ChunkedSnapshot snapshot) {
        return connections.run(
                "looking for chunks",
                connection ->
                        new PresentChunks(snapshot, sql.numbers(connection, Key.of(snapshot))));
    }

    @Override
    public CompletionStage<List<Held>> list() {
        return connections.run(
                "listing snapshots",
                connection ->
                        sql.lots(connection).stream()
                                .filter(lot -> !lot.key().contentKey().startsWith(DRAFT))
                                .map(DatabaseChunkStore::held)
                                .toList());
    }

    private static Held held(Lot lot) {
        return new Held(
                ChunkedSnapshot.of(lot.key().entryId(), lot.key().contentKey()),
                lot.chunks(),
                lot.bytes());
    }

    @Override
    public CompletionStage<Void> remove(ChunkedSnapshot snapshot, int number) {
        checkNumber(snapshot, number);
        return connections.run(
                "removing chunk " + number,
                connection -> {
                    Key key = Key.of(snapshot);
                    checkHeld(sql.deleteOne(connection, claim, key, number).isPresent());
                    return null;
                });
    }

    @Override
    public CompletionStage<Void> remove(ChunkedSnapshot snapshot) {
        return Stages.plain(removeAll(Key.of(snapshot), 0).thenAccept(gone -> {}));
    }

    /** Piece by piece, each in its turn behind what others asked for meanwhile. */
    private CompletableFuture<Long> removeAll(Key key, long before) {
        return removeSome(key)
                .thenCompose(
                        gone ->
                                gone < settings.pieceChunks()
                                        ? CompletableFuture.completedFuture(before + gone)
                                        : removeAll(key, before + gone));
    }

    private CompletableFuture<Integer> removeSome(Key key) {
        return connections.run(
                "removing chunks",
                connection -> {
                    Optional<Integer> gone =
                            sql.deleteSome(connection, claim, key, settings.pieceChunks());
                    checkHeld(gone.isPresent());
                    return gone.get();
                });
    }

    @Override
    public CompletionStage<Long> removeAllBut(Collection<ChunkedSnapshot> kept) {
        Set<Key> staying = kept.stream().map(Key::of).collect(Collectors.toUnmodifiableSet());
        Set<EntryId> ids = ConcurrentHashMap.newKeySet();
        spared.add(ids);
        drafts.forEach(draft -> ids.add(draft.entryId()));
        CompletableFuture<Long> removed =
                connections
                        .run("listing snapshots", sql::lots)
                        .thenCompose(
                                lots ->
                                        removeEach(
                                                lots.stream()
                                                        .map(Lot::key)
                                                        .filter(key -> !staying.contains(key))
                                                        .toList(),
                                                ids,
                                                0));
        return Stages.plain(removed.whenComplete((gone, failure) -> spared.remove(ids)));
    }

    private CompletableFuture<Long> removeEach(List<Key> keys, Set<EntryId> ids, long before) {
        if (keys.isEmpty()) return CompletableFuture.completedFuture(before);
        Key first = keys.get(0);
        List<Key> rest = keys.subList(1, keys.size());
        if (ids.contains(first.entryId())) return removeEach(rest, ids, before);
        return removeAll(first, before).thenCompose(gone -> removeEach(rest, ids, gone));
    }

    @Override
    public Draft draft(EntryId entryId) {
        Key key = new Key(entryId, DRAFT + UUID.randomUUID());
        drafts.add(key);
        return new DatabaseDraft(key);
    }

    @Override
    public void close() {
        connections.close();
    }

    private static void checkWhole(PresentChunks present) {
        if (present.whole()) return;
        throw new ChunkFailure.Missing(present.snapshot(), present.firstMissing());
    }

    private final class DatabaseDraft implements Draft {
        private final Key key;

        DatabaseDraft(Key key) {
            this.key = key;
        }

        @Override
        public CompletionStage<Void> write(int number, Payload chunk) {
            if (number < 0 || chunk.size() < 1 || chunk.size() > chunkBytes()) {
                throw new IllegalArgumentException(
                        "no chunk " + number + " of " + chunk.size() + " bytes");
            }
            return Stages.plain(insert(key, number, chunk));
        }

        @Override
        public CompletionStage<Void> seal(ChunkedSnapshot snapshot) {
            if (!snapshot.entryId().equals(key.entryId())) {
                throw new IllegalArgumentException(snapshot + " is none of " + key.entryId());
            }
            return Stages.plain(
                    name(snapshot, 0)
                            .thenCompose(done -> discard())
                            .thenCompose(done -> present(snapshot))
                            .thenAccept(DatabaseChunkStore::checkWhole));
        }

        private CompletableFuture<Void> name(ChunkedSnapshot snapshot, int from) {
            if (from >= snapshot.chunks()) return CompletableFuture.completedFuture(null);
            int to = from + settings.pieceChunks();
            String name = snapshot.contentKey();
            return connections
                    .run(
                            "naming chunks",
                            connection ->
                                    checkHeld(sql.name(connection, claim, key, name, from, to)))
                    .thenCompose(done -> name(snapshot, to));
        }

        @Override
        public CompletionStage<Void> discard() {
            return Stages.plain(removeAll(key, 0).thenAccept(gone -> drafts.remove(key)));
        }
    }
}
