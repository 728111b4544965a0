package io.ringfence.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a starting node waits until its database can take a journal. */
public final class DatabaseGate {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseGate.class);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(2);
    private static final Duration PAUSE_MIN = Duration.ofMillis(250);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
    private static final int SERVER_VERSION_MIN = 120000;
    private static final String ASK =
            "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
                + " current_setting('transaction_read_only'),"
                + " current_setting('server_version_num')::int, current_setting('server_version')";

    private DatabaseGate() {}

    /**
     * Returns when the database answers, can be written to, and keeps what it acknowledges. While
     * it cannot be reached, says so in one line per attempt, with growing pauses. Called by the
     * node before the actor system opens its journal, on a thread that may wait; an interrupt ends
     * it.
     *
     * @throws StartupException when the limit is over, or at once for what waiting does not mend: a
     *     wrong password, a database that does not exist, a server that may lose what it
     *     acknowledged
     */
    public static void await(Database database, Duration limit) throws InterruptedException {
        Deadline deadline = Deadline.after(limit);
        Duration pause = PAUSE_MIN;
        while (true) {
            Optional<String> hindrance = hindrance(database);
            if (hindrance.isEmpty()) return;
            String waited = deadline.elapsed().toSeconds() + " s";
            if (deadline.passed()) {
                throw new StartupException(
                        hindrance.get() + ", and has not been ready for " + waited);
            }
            LOG.warn("{}; waiting for it since {}", hindrance.get(), waited);
            Thread.sleep(min(pause, deadline.left()).toMillis());
            pause = min(pause.multipliedBy(2), PAUSE_MAX);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** What keeps us waiting, if anything. */
    private static Optional<String> hindrance(Database database) throws InterruptedException {
        try (Connection connection = database.connect(ANSWER_LIMIT);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            return hindrance(row, database);
        } catch (SQLException e) {
            if (Thread.interrupted())
                throw new InterruptedException("while connecting to " + database);
            return Optional.of(hindrance(e, database));
        }
    }

    private static Optional<String> hindrance(ResultSet row, Database database)
            throws SQLException {
        if (row.getInt(4) < SERVER_VERSION_MIN) {
            throw new StartupException(
                    "PostgreSQL 12 or newer is needed, and "
                            + database
                            + " is "
                            + row.getString(5));
        }
        if (row.getString(1).equals("off") || row.getString(2).equals("off")) {
            throw new StartupException(
                    "the database "
                            + database
                            + " may lose what it acknowledged: fsync is "
                            + row.getString(1)
                            + " and synchronous_commit is "
                            + row.getString(2)
                            + "; both have to be on");
        }
        boolean readOnly = row.getString(3).equals("on");
        return readOnly
                ? Optional.of("the database " + database + " is read-only: a standby, perhaps")
                : Optional.empty();
    }

    private static String hindrance(SQLException e, Database database) {
        String what = "the database " + database + " cannot be used: " + firstLine(e);
        if (waitingHelps(Optional.ofNullable(e.getSQLState()).orElse(""))) return what;
        throw new StartupException(what, e);
    }

    /**
     * Class 08 is the connection, 53 a lack of resources, 57P an operator's or a crash's doing; the
     * rest stays wrong.
     */
    private static boolean waitingHelps(String sqlState) {
        return sqlState.isEmpty()
                || sqlState.startsWith("08")
                || sqlState.startsWith("53")
                || sqlState.startsWith("57P");
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
