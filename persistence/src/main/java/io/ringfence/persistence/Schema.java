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
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The tables of the journal: made where there are none, and checked where there are. */
public final class Schema {
    private static final int VERSION = 1;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    /** How long another node may take to make the tables. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(30);

    /**
     * "ringfence" as a number; in PostgreSQL a lock of this kind is a number that all who take it
     * agree upon.
     */
    private static final long LOCK = 0x72696e6766656e63L;

    /** What the plugin reads and writes; columns beyond these do no harm. */
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
     * When it returns, the database has the tables of this version. Made in one transaction: a
     * crash leaves all of them or none; several nodes that start on one server at once wait for
     * each other. Called by the node after {@link DatabaseGate#await} and before the actor system
     * opens its journal, on a thread that may wait.
     *
     * @throws StartupException when the tables are of another version or lack a column, or may not
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
            OptionalInt version = version(statement);
            if (version.isEmpty()) {
                for (String command : script()) statement.execute(command);
            } else if (version.getAsInt() != VERSION) {
                throw new StartupException(
                        "the tables in "
                                + database
                                + " are of version "
                                + version.getAsInt()
                                + ", and this Ringfence works with version "
                                + VERSION
                                + ": start the Ringfence that made them");
            }
            checkColumns(statement, database);
        }
    }

    private static OptionalInt version(Statement statement) throws SQLException {
        if (columns(statement).get("ringfence_schema") == null) return OptionalInt.empty();
        try (ResultSet row = statement.executeQuery("SELECT max(version) FROM ringfence_schema")) {
            row.next();
            int version = row.getInt(1);
            return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(version);
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

    private static List<String> script() {
        try (InputStream script = Schema.class.getResourceAsStream("schema.sql")) {
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
