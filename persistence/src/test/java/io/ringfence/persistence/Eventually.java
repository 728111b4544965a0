package io.ringfence.persistence;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what has to come true in the end, at most so long. */
final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    static void until(String claim, Callable<Boolean> condition) throws Exception {
        Deadline deadline = Deadline.after(LIMIT);
        while (!condition.call()) {
            if (deadline.passed())
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + claim);
            deadline.pause();
        }
    }
}
