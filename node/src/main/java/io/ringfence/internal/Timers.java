package io.ringfence.internal;

import io.ringfence.protocol.Message;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * The only clock, and the only chance: what rules and shells know of either comes from here. Called
 * on actor threads, from several at once.
 */
public interface Timers {
    /** Time and chance now. */
    Message.Tick tick();

    /** The monotonic clock alone, in milliseconds. */
    long nowMillis();

    /** This machine's clocks, the monotonic one from now on, and its source of random numbers. */
    static Timers system() {
        return new OfTheSystem();
    }

    /** See {@link #system}. */
    final class OfTheSystem implements Timers {
        private final SecureRandom random = new SecureRandom();
        private final long origin = System.nanoTime();

        private OfTheSystem() {}

        @Override
        public Message.Tick tick() {
            return new Message.Tick(nowMillis(), System.currentTimeMillis(), random.nextLong());
        }

        @Override
        public long nowMillis() {
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - origin);
        }
    }
}
