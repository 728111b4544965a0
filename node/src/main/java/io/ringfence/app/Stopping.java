package io.ringfence.app;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from a signal to an orderly end: the actor system that runs now leaves the cluster, or,
 * when there is none, the thread that would start one is interrupted; the process ends when that
 * thread has closed the rest.
 */
final class Stopping {
    private static final Logger LOG = LoggerFactory.getLogger(Stopping.class);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Thread runner = Thread.currentThread();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<ActorSystem<?>> current = Optional.empty();

    /** For the calling thread, which closes everything and then says so. */
    static Stopping onSignal() {
        Stopping stopping = new Stopping();
        Runtime.getRuntime().addShutdownHook(new Thread(stopping::hook, "ringfence-stop"));
        return stopping;
    }

    private void hook() {
        if (ended.getCount() == 0) return;
        LOG.info("stopping");
        ask();
        try {
            boolean inTime = ended.await(GRACE.toSeconds(), TimeUnit.SECONDS);
            if (!inTime) LOG.error("not stopped in order within {} s", GRACE.toSeconds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ask() {
        asked.countDown();
        if (current.isPresent()) leave(current.get());
        else runner.interrupt();
    }

    private static void leave(ActorSystem<?> system) {
        CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason());
    }

    /** The actor system that is to leave the cluster first. */
    synchronized void runs(ActorSystem<?> system) {
        current = Optional.of(system);
        if (asked()) leave(system);
    }

    synchronized void runsNone() {
        current = Optional.empty();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits; ends early when the process is to stop. */
    void pause(Duration period) throws InterruptedException {
        if (asked.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the process is to stop");
        }
    }

    /** Everything is closed. */
    void end() {
        ended.countDown();
    }
}
