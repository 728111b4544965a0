package io.ringfence.app.command;

import java.io.PrintStream;

/** Where a command writes: what was asked for to {@code out}, all else to {@code err}. */
public record Console(PrintStream out, PrintStream err) {
    public static Console ofSystem() {
        return new Console(System.out, System.err);
    }
}
