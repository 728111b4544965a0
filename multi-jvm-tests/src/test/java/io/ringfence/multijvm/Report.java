package io.ringfence.multijvm;

import java.io.PrintStream;
import java.util.Locale;

/** What a story measured, printed where a person reads it. */
final class Report {
    private static final PrintStream OUT = System.out;

    private Report() {}

    static void line(String format, Object... values) {
        OUT.println("[story] " + String.format(Locale.ROOT, format, values));
    }
}
