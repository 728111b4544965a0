package io.ringfence.app.demo;

/** How a process ended, from its exit code. */
final class Exits {
    private static final int SIGNAL = 128;
    private static final int KILL = 9;

    private Exits() {}

    static String words(int exitValue) {
        if (exitValue == SIGNAL + KILL) return "by kill -9";
        if (exitValue > SIGNAL) return "by signal " + (exitValue - SIGNAL);
        return "with exit code " + exitValue;
    }
}
