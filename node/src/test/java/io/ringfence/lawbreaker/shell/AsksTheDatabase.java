package io.ringfence.lawbreaker.shell;

import java.sql.DriverManager;
import java.sql.SQLException;

public final class AsksTheDatabase {
    String behindTheJournalsBack(String url) throws SQLException {
        try (var connection = DriverManager.getConnection(url)) {
            return connection.getCatalog();
        }
    }
}
