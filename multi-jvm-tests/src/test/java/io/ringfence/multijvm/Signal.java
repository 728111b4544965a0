package io.ringfence.multijvm;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A signal to one process, by its id. */
enum Signal {
    /** Stops it in the middle of whatever it does; it notices nothing. */
    STOP,
    /** Lets it continue. */
    CONT,
    /** Ends it without a word; of PostgreSQL, with nothing flushed. */
    KILL,
    /** Ends PostgreSQL at once, as a crash would, but with its shared memory given back. */
    QUIT;

    private static final int SECONDS_MAX = 10;

    /** That the process is gone meanwhile is no error. */
    void send(ProcessHandle process) {
        try {
            Process kill =
                    new ProcessBuilder("kill", "-s", name(), Long.toString(process.pid())).start();
            if (!kill.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new IllegalStateException("kill did not end");
            }
            if (kill.exitValue() != 0 && process.isAlive()) {
                throw new IllegalStateException("cannot send " + name() + " to " + process.pid());
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run kill", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
