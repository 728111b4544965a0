package io.ringfence.persistence;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

/**
 * The section {@code ringfence.chunk-store}: what each setting means is written in {@code
 * reference.conf}.
 */
record ChunkSettings(
        int chunkBytes,
        long writtenBytesPerSecond,
        int connections,
        int waitingMax,
        int pieceChunks,
        long connectionTimeoutMillis,
        Config properties) {

    static ChunkSettings of(Config config) {
        Config section = config.getConfig("ringfence.chunk-store");
        long chunkBytes = between(section, "chunk-bytes", ChunkedSnapshot.CHUNK_BYTES_MAX);
        long speed = between(section, "written-bytes-per-second", Long.MAX_VALUE);
        return new ChunkSettings(
                (int) chunkBytes,
                speed,
                section.getInt("connections"),
                section.getInt("waiting-max"),
                section.getInt("piece-chunks"),
                section.getDuration("connection-timeout").toMillis(),
                section.getConfig("properties"));
    }

    private static long between(Config section, String name, long max) {
        long value = section.getBytes(name);
        if (value >= 1 && value <= max) return value;
        throw new StartupException(
                "ringfence.chunk-store.%s is %d, and has to be from 1 to %d"
                        .formatted(name, value, max));
    }

    /** Connects when it is first asked for a connection. */
    HikariDataSource pool(Database database) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("ringfence-chunks");
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.user());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(connections);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(connectionTimeoutMillis);
        pool.setValidationTimeout(connectionTimeoutMillis);
        pool.setInitializationFailTimeout(-1);
        properties
                .entrySet()
                .forEach(
                        property ->
                                pool.addDataSourceProperty(
                                        property.getKey(),
                                        String.valueOf(property.getValue().unwrapped())));
        return new HikariDataSource(pool);
    }
}
