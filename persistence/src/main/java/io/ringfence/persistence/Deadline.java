package io.ringfence.persistence;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** A point in time up to which something is waited for. */
final class Deadline {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final long begun = System.nanoTime();
    private final Duration limit;

    private Deadline(Duration limit) {
        this.limit = limit;
    }

    static Deadline after(Duration limit) {
        return new Deadline(limit);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What is left of it, never negative. */
    Duration left() {
        Duration left = limit.minus(elapsed());
        return left.isNegative() ? Duration.ZERO : left;
    }

    boolean passed() {
        return left().isZero();
    }

    /** Waits until the condition holds. Returns whether it did in time. */
    boolean await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            if (passed()) return false;
            pause();
        }
        return true;
    }

    /** Lets a moment pass between two looks at the same thing. */
    void pause() throws InterruptedException {
        Thread.sleep(PAUSE.toMillis());
    }

    /** As {@link #await}, for work that has to end in order: an interrupt is kept for later. */
    boolean awaitThroughInterrupts(BooleanSupplier condition) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return await(condition);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }
}
