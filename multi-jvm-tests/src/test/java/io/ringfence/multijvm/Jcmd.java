package io.ringfence.multijvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a JVM about itself, with the JDK's {@code jcmd}. */
final class Jcmd {
    private static final int SECONDS_MAX = 10;
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    private Jcmd() {}

    /**
     * @param file takes what it says; nothing when the JVM is gone, or does not answer in time
     */
    static String ask(long pid, Path file, String... words) {
        List<String> command = new ArrayList<>(List.of(JCMD.toString(), Long.toString(pid)));
        command.addAll(List.of(words));
        try {
            Process jcmd =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(file.toFile())
                            .start();
            if (!jcmd.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) jcmd.destroyForcibly();
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
