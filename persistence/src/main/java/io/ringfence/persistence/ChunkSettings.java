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
        int connections,
        int waitingMax,
        int pieceChunks,
        long connectionTimeoutMillis,
        Config properties) {

    static ChunkSettings of(Config config) {
        Config section = config.getConfig("ringfence.chunk-store");
        long chunkBytes = section.getBytes("chunk-bytes");
        if (chunkBytes < 1 || chunkBytes > ChunkedSnapshot.CHUNK_BYTES_MAX) {
            throw new StartupException(
                    "ringfence.chunk-store.chunk-bytes is "
                            + chunkBytes
                            + ", and has to be from 1 to "
                            + ChunkedSnapshot.CHUNK_BYTES_MAX);
        }
        return new ChunkSettings(
                (int) chunkBytes,
                section.getInt("connections"),
                section.getInt("waiting-max"),
                section.getInt("piece-chunks"),
                section.getDuration("connection-timeout").toMillis(),
                section.getConfig("properties"));
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
