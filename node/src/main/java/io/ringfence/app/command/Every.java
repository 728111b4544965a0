package io.ringfence.app.command;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Does something over and over. */
final class Every {
    private Every() {}

    /** Returns only when the task throws; with that exception. */
    static void second(Runnable task) throws InterruptedException {
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> ticks = clock.scheduleAtFixedRate(task, 0, 1, TimeUnit.SECONDS);
            ticks.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            clock.shutdownNow();
        }
    }
}
