package io.ringfence.persistence;

import io.ringfence.protocol.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One embedded server for the tests of a class, with a new database for each that asks. */
final class SharedServer implements BeforeAllCallback, AfterAllCallback {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private DataDirectory directory;
    private EmbeddedPostgres server;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        directory =
                DataDirectory.open(Files.createTempDirectory("ringfence"), "g", ReplicaId.of("r1"));
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Path path = directory.path();
        directory.close();
        EmbeddedPostgres.stopLeftover(path);
        PostgresBinaries.delete(path);
    }

    void start() throws InterruptedException {
        server = EmbeddedPostgres.start(directory);
    }

    void stop() {
        server.stop();
    }

    /** Sends a signal to every process of the server. */
    void signal(String signal) {
        OsProcess.signal(signal, new Cluster(directory.postgres()).processes().all());
    }

    /** The server's own database. */
    Database main() {
        return server.database();
    }

    Database fresh() throws SQLException {
        String name = "test" + DATABASES.incrementAndGet();
        run(main(), "CREATE DATABASE " + name);
        return new Database(
                main().jdbcUrl().replaceFirst("/[^/]*$", "/" + name),
                main().user(),
                main().password());
    }

    static void run(Database database, String... commands) throws SQLException {
        try (Connection connection = database.connect(Duration.ofSeconds(10));
                Statement statement = connection.createStatement()) {
            for (String command : commands) statement.execute(command);
        }
    }

    /** The rows of a query, as text. */
    static List<String> rows(Database database, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect(Duration.ofSeconds(10));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) cells.add(row.getString(i));
                rows.add(String.join(" ", cells));
            }
        }
        return rows;
    }
}
