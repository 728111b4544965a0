package io.ringfence.persistence;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of the journal: made where there are none, and checked where there are. */
public final class Schema {
    private static final int VERSION = 2;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    /** How long another node may take to make the tables. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    /**
     * "ringfence" as a number; in PostgreSQL a lock of this kind is a number that all who take it
     * agree upon.
     */
    private static final long LOCK = 0x72696e6766656e63L;

    /** What the plugin and we read and write; columns beyond these do no harm. */
    private static final Map<String, List<String>> COLUMNS =
            new TreeMap<>(
                    Map.of(
                            "event_journal",
                                    List.of(
                                            "ordering",
                                            "persistence_id",
                                            "sequence_number",
                                            "deleted",
                                            "writer",
                                            "write_timestamp",
                                            "adapter_manifest",
                                            "event_ser_id",
                                            "event_ser_manifest",
                                            "event_payload",
                                            "meta_ser_id",
                                            "meta_ser_manifest",
                                            "meta_payload"),
                            "event_tag", List.of("event_id", "tag"),
                            "ringfence_chunk",
                                    List.of(
                                            "persistence_id",
                                            "epoch",
                                            "log_index",
                                            "content_key",
                                            "number",
                                            "crc32c",
                                            "payload"),
                            "ringfence_chunk_claim", List.of("persistence_id", "claim"),
                            "snapshot",
                                    List.of(
                                            "persistence_id",
                                            "sequence_number",
                                            "created",
                                            "snapshot_ser_id",
                                            "snapshot_ser_manifest",
                                            "snapshot_payload",
                                            "meta_ser_id",
                                            "meta_ser_manifest",
                                            "meta_payload"),
                            "durable_state",
                                    List.of(
                                            "global_offset",
                                            "persistence_id",
                                            "revision",
                                            "state_payload",
                                            "state_serial_id",
                                            "state_serial_manifest",
                                            "tag",
                                            "state_timestamp")));

    private Schema() {}

    /**
     * When it returns, the database has the tables of this version; those of an older one are
     * brought up to it, and keep what is in them. Made in one transaction: a crash leaves all or
     * nothing changed; several nodes that start on one server at once wait for each other. Called
     * by the node after {@link DatabaseGate#await} and before the actor system opens its journal,
     * on a thread that may wait.
     *
     * @throws StartupException when the tables are of a newer version or lack a column, or may not
     *     be made
     */
    public static void prepare(Database database) {
        try (Connection connection = database.connect(ANSWER_LIMIT)) {
            connection.setAutoCommit(false);
            prepare(connection, database);
            connection.commit();
        } catch (SQLException e) {
            throw new StartupException(
                    "the tables in " + database + " cannot be made or checked: " + e.getMessage(),
                    e);
        }
    }

    private static void prepare(Connection connection, Database database) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + LOCK_LIMIT.toMillis());
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            int version = version(statement);
            if (version > VERSION) {
                throw new StartupException(
                        "the tables in "
                                + database
                                + " are of version "
                                + version
                                + ", and this Ringfence works with version "
                                + VERSION
                                + ": start the Ringfence that made them");
            }
            for (int step = version + 1; step <= VERSION; step++) {
                for (String command : script(step)) statement.execute(command);
            }
            checkColumns(statement, database);
        }
    }

    /** Of the tables that are there; 0 where there are none. */
    static int version(Statement statement) throws SQLException {
        if (columns(statement).get("ringfence_schema") == null) return 0;
        try (ResultSet row = statement.executeQuery("SELECT max(version) FROM ringfence_schema")) {
            row.next();
            return row.getInt(1);
        }
    }

    private static void checkColumns(Statement statement, Database database) throws SQLException {
        Map<String, List<String>> found = columns(statement);
        List<String> missing = new ArrayList<>();
        COLUMNS.forEach(
                (table, columns) ->
                        columns.stream()
                                .filter(
                                        column ->
                                                !found.getOrDefault(table, List.of())
                                                        .contains(column))
                                .forEach(column -> missing.add(table + "." + column)));
        if (missing.isEmpty()) return;
        throw new StartupException(
                "the tables in "
                        + database
                        + " lack "
                        + String.join(", ", missing)
                        + ": they are not of akka-persistence-jdbc 5; give Ringfence a database, or"
                        + " a schema, of its own");
    }

    private static Map<String, List<String>> columns(Statement statement) throws SQLException {
        Map<String, List<String>> columns = new TreeMap<>();
        try (ResultSet row =
                statement.executeQuery(
                        "SELECT table_name, column_name FROM information_schema.columns WHERE"
                                + " table_schema = current_schema()")) {
            while (row.next())
                columns.computeIfAbsent(row.getString(1), table -> new ArrayList<>())
                        .add(row.getString(2));
        }
        return columns;
    }

    /** What makes the tables of a version out of those of the one before. */
    static List<String> script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            String commands =
                    new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("--"))
                            .collect(Collectors.joining("\n"));
            return Arrays.stream(commands.split(";"))
                    .filter(command -> !command.isBlank())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
