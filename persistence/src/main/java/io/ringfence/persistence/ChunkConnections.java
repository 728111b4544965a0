package io.ringfence.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that wait for the database, so that nobody else has to; each with its connection. */
final class ChunkConnections implements AutoCloseable {
    /** Above what the driver waits for an answer, and one more operation behind it. */
    private static final long CLOSE_SECONDS_MAX = 10;

    /** What is done with a connection; each statement is a transaction of its own. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Database database;
    private final HikariDataSource pool;
    private final ThreadPoolExecutor threads;

    ChunkConnections(Database database, ChunkSettings settings) {
        this.database = database;
        this.pool = settings.pool(database);
        AtomicInteger count = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(
                        settings.connections(),
                        settings.connections(),
                        1,
                        TimeUnit.MINUTES,
                        new ArrayBlockingQueue<>(settings.waitingMax()),
                        work -> {
                            Thread thread =
                                    new Thread(work, "ringfence-chunks-" + count.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        this.threads.allowCoreThreadTimeOut(true);
    }

    /** Does it when a thread is free. Fails with {@link ChunkFailure}. */
    <T> CompletableFuture<T> run(String what, Work<T> work) {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(done, what, work));
        } catch (RejectedExecutionException e) {
            String why = threads.isShutdown() ? "the store is closed" : "too much is waiting";
            done.completeExceptionally(new ChunkFailure.Unavailable(what + ": " + why, e));
        }
        return done;
    }

    private <T> void complete(CompletableFuture<T> done, String what, Work<T> work) {
        T result;
        try {
            result = runHere(what, work);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
            return;
        }
        done.complete(result);
    }

    /** Does it on this thread, which waits. */
    <T> T runHere(String what, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new ChunkFailure.Unavailable(what + " in " + database + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
        pool.close();
    }
}
