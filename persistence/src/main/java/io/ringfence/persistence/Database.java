package io.ringfence.persistence;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/**
 * Where a replica's journal is and how to log in there. Its {@link #toString} and {@link #address}
 * tell no secret.
 *
 * @param jdbcUrl of PostgreSQL, {@code jdbc:postgresql://HOST:PORT/DATABASE}, with parameters of
 *     the driver if need be
 */
public record Database(String jdbcUrl, String user, String password) {
    private static final String SCHEME = "jdbc:postgresql:";

    public Database {
        if (!jdbcUrl.startsWith(SCHEME)) {
            throw new StartupException(
                    "'"
                            + withoutSecrets(jdbcUrl)
                            + "' is no address of a PostgreSQL database: it has to be like "
                            + SCHEME
                            + "//host:5432/name");
        }
    }

    /** The URL without what may hold a secret: its parameters, and a user before the host. */
    public String address() {
        return withoutSecrets(jdbcUrl);
    }

    private static String withoutSecrets(String url) {
        return url.replaceFirst("\\?.*$", "").replaceFirst("//[^/]*@", "//");
    }

    @Override
    public String toString() {
        return user + " at " + address();
    }

    /**
     * A connection of its own, outside any pool; every wait for the server in it ends after the
     * limit.
     */
    Connection connect(Duration limit) throws SQLException {
        String seconds = Long.toString(Math.max(1, limit.toSeconds()));
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "ringfence");
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        return DriverManager.getConnection(jdbcUrl, properties);
    }
}
