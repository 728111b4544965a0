package io.ringfence.app;

import io.ringfence.app.command.Console;
import io.ringfence.app.command.RingfenceCommand;

/** The entry point of {@code ringfence.jar}. */
public final class Main {
    private static final String LOGGING = "logback.configurationFile";

    private Main() {}

    public static void main(String[] args) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "io/ringfence/app/logback.xml");
        }
        System.exit(RingfenceCommand.execute(Console.ofSystem(), System.getenv(), args));
    }
}
