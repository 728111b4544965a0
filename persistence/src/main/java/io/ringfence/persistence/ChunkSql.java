package io.ringfence.persistence;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The statements of a chunk store, each one a transaction. One that writes or removes first takes a
 * share of the claim's row, and does nothing when the claim is not ours any more; a new claim waits
 * for those that have one.
 */
record ChunkSql(String persistenceId) {
    /** Under which a snapshot's chunks lie; of a draft too. */
    record Key(EntryId entryId, String contentKey) {
        static Key of(ChunkedSnapshot snapshot) {
            return new Key(snapshot.entryId(), snapshot.contentKey());
        }
    }

    /** How much lies under a key. */
    record Lot(Key key, int chunks, long bytes) {}

    /** A chunk as it is stored, with the checksum that it was given. */
    record Stored(int crc32c, byte[] bytes) {}

    private static final String CLAIM =
            "INSERT INTO ringfence_chunk_claim AS c VALUES (?, 1) ON CONFLICT (persistence_id)"
                    + " DO UPDATE SET claim = c.claim + 1 RETURNING claim";
    private static final String HELD =
            "WITH held AS (SELECT 1 FROM ringfence_chunk_claim WHERE persistence_id = ? AND claim ="
                    + " ? FOR SHARE), ";
    private static final String KEY =
            "persistence_id = ? AND epoch = ? AND log_index = ? AND content_key = ?";
    private static final String INSERT =
            HELD
                    + "put AS (INSERT INTO ringfence_chunk (persistence_id, epoch, log_index,"
                    + " content_key, number, crc32c, payload) SELECT ?, ?, ?, ?, ?, ?, ? FROM held"
                    + " ON CONFLICT DO NOTHING) SELECT count(*) FROM held";
    private static final String DELETE =
            HELD
                    + ("gone AS (DELETE FROM ringfence_chunk USING held WHERE " + KEY)
                    + (" AND number IN (SELECT number FROM ringfence_chunk WHERE " + KEY)
                    + " AND number >= ? AND number <= ? ORDER BY number LIMIT ?) RETURNING 1)"
                    + " SELECT (SELECT count(*) FROM held), (SELECT count(*) FROM gone)";
    private static final String NAME =
            HELD
                    + "named AS (UPDATE ringfence_chunk d SET content_key = ? FROM held WHERE "
                    + KEY
                    + " AND number >= ? AND number < ? AND NOT EXISTS (SELECT 1 FROM"
                    + " ringfence_chunk f WHERE f.persistence_id = d.persistence_id AND f.epoch ="
                    + " d.epoch AND f.log_index = d.log_index AND f.content_key = ? AND f.number ="
                    + " d.number)) SELECT count(*) FROM held";
    private static final String READ =
            "SELECT crc32c, payload FROM ringfence_chunk WHERE " + KEY + " AND number = ?";
    private static final String NUMBERS = "SELECT number FROM ringfence_chunk WHERE " + KEY;
    private static final String LOTS =
            "SELECT epoch, log_index, content_key, count(*), sum(octet_length(payload)) FROM"
                    + " ringfence_chunk WHERE persistence_id = ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

    static int crc32c(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** Makes the replica's chunks ours; what earlier claims had begun has ended by then. */
    long claim(Connection connection) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            claim.setString(1, persistenceId);
            try (ResultSet row = claim.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** False when the claim is not ours; so do all that follow. */
    boolean insert(Connection connection, long claim, Key key, int number, Payload chunk)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int next = setKey(insert, setHeld(insert, claim), key);
            insert.setInt(next++, number);
            insert.setInt(next++, crc32c(chunk.buffer()));
            insert.setBytes(next, chunk.toByteArray());
            return held(insert);
        }
    }

    /** Names the draft's chunks of these numbers, but where a chunk has that name already. */
    boolean name(Connection connection, long claim, Key draft, String name, int from, int to)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(NAME)) {
            int next = setHeld(update, claim);
            update.setString(next++, name);
            next = setKey(update, next, draft);
            update.setInt(next++, from);
            update.setInt(next++, to);
            update.setString(next, name);
            return held(update);
        }
    }

    /** Removes at most so many chunks. How many are gone; empty: not ours. */
    Optional<Integer> deleteSome(Connection connection, long claim, Key key, int max)
            throws SQLException {
        return delete(connection, claim, key, 0, Integer.MAX_VALUE, max);
    }

    /** Removes one chunk. */
    Optional<Integer> deleteOne(Connection connection, long claim, Key key, int number)
            throws SQLException {
        return delete(connection, claim, key, number, number, 1);
    }

    private Optional<Integer> delete(
            Connection connection, long claim, Key key, int from, int to, int max)
            throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            int next = setKey(delete, setKey(delete, setHeld(delete, claim), key), key);
            delete.setInt(next++, from);
            delete.setInt(next++, to);
            delete.setInt(next, max);
            try (ResultSet row = delete.executeQuery()) {
                row.next();
                return row.getInt(1) == 0 ? Optional.empty() : Optional.of(row.getInt(2));
            }
        }
    }

    Optional<Stored> read(Connection connection, Key key, int number) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setInt(setKey(read, 1, key), number);
            try (ResultSet row = read.executeQuery()) {
                if (!row.next()) return Optional.empty();
                return Optional.of(new Stored(row.getInt(1), row.getBytes(2)));
            }
        }
    }

    BitSet numbers(Connection connection, Key key) throws SQLException {
        try (PreparedStatement numbers = connection.prepareStatement(NUMBERS)) {
            setKey(numbers, 1, key);
            BitSet found = new BitSet();
            try (ResultSet row = numbers.executeQuery()) {
                while (row.next()) found.set(row.getInt(1));
            }
            return found;
        }
    }

    /** By entry id; reads no payload. */
    List<Lot> lots(Connection connection) throws SQLException {
        try (PreparedStatement lots = connection.prepareStatement(LOTS)) {
            lots.setString(1, persistenceId);
            List<Lot> found = new ArrayList<>();
            try (ResultSet row = lots.executeQuery()) {
                while (row.next()) {
                    EntryId id = EntryId.of(row.getLong(1), row.getLong(2));
                    Key key = new Key(id, row.getString(3));
                    found.add(new Lot(key, row.getInt(4), row.getLong(5)));
                }
            }
            return found;
        }
    }

    private int setHeld(PreparedStatement statement, long claim) throws SQLException {
        statement.setString(1, persistenceId);
        statement.setLong(2, claim);
        return 3;
    }

    private int setKey(PreparedStatement statement, int first, Key key) throws SQLException {
        statement.setString(first, persistenceId);
        statement.setLong(first + 1, key.entryId().epoch().value());
        statement.setLong(first + 2, key.entryId().index().value());
        statement.setString(first + 3, key.contentKey());
        return first + 4;
    }

    private static boolean held(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1) > 0;
        }
    }
}
