package io.ringfence.persistence;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What we ask and tell an embedded server itself, beside its databases. */
final class ServerQueries {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration CREATE_LIMIT = Duration.ofSeconds(30);
    private static final String MAINTENANCE = "postgres";
    private static final String WHO =
            "SELECT current_setting('data_directory'), current_setting(?, true)";
    private static final String END_SESSIONS =
            "SELECT count(*) FILTER (WHERE NOT pg_terminate_backend(pid, 1000)) FROM"
                    + " pg_stat_activity WHERE backend_type = 'client backend' AND pid <>"
                    + " pg_backend_pid()";
    private static final String EXISTS =
            "SELECT 1 FROM pg_database WHERE datname = '" + Cluster.DATABASE + "'";
    private static final String CREATE = "CREATE DATABASE " + Cluster.DATABASE;

    private ServerQueries() {}

    /**
     * Makes a running server ours alone: asks whose it is, and ends the sessions of an earlier
     * process.
     *
     * @return false when it has other settings, or a session will not end
     * @throws SQLException when it does not answer now, or the port is another server's
     */
    static boolean claim(Cluster cluster, int port, String fingerprint) throws SQLException {
        try (Connection connection = cluster.database(port, MAINTENANCE).connect(ANSWER_LIMIT)) {
            return runs(connection, cluster.directory(), fingerprint) && endsSessions(connection);
        }
    }

    private static boolean runs(Connection connection, Path directory, String fingerprint)
            throws SQLException {
        try (PreparedStatement who = connection.prepareStatement(WHO)) {
            who.setString(1, ServerSettings.FINGERPRINT);
            try (ResultSet row = who.executeQuery()) {
                row.next();
                if (!row.getString(1).equals(directory.toString())) {
                    throw new SQLException("that is the server of " + row.getString(1));
                }
                return fingerprint.equals(row.getString(2));
            }
        }
    }

    private static boolean endsSessions(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(END_SESSIONS)) {
            row.next();
            return row.getInt(1) == 0;
        }
    }

    /**
     * Makes our database in a new cluster; a crash may have kept an earlier start from doing so.
     */
    static void createDatabase(Cluster cluster, int port) {
        try (Connection connection = cluster.database(port, MAINTENANCE).connect(CREATE_LIMIT);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(EXISTS)) {
            if (!found.next()) statement.execute(CREATE);
        } catch (SQLException e) {
            throw new StartupException(
                    "the database in " + cluster.directory() + " cannot be made: " + e.getMessage(),
                    e);
        }
    }
}
