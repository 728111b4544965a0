package io.ringfence.multijvm;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits until something is so, and at most so long. */
final class Await {
    private static final long PAUSE_MILLIS = 50;

    private Await() {}

    static void until(String what, Duration atMost, BooleanSupplier condition) {
        until(what, atMost, condition, () -> "");
    }

    /**
     * @param situation is told when the time is over
     */
    static void until(
            String what, Duration atMost, BooleanSupplier condition, Supplier<String> situation) {
        if (holds(atMost, condition)) return;
        throw new AssertionError(
                "waited %.1f s in vain until %s%n%s"
                        .formatted(atMost.toMillis() / 1e3, what, situation.get()));
    }

    /** Whether it became so in time. */
    static boolean holds(Duration atMost, BooleanSupplier condition) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) return false;
            pause();
        }
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
