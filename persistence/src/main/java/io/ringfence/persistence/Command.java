package io.ringfence.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end. Its output must be short: it is read when the program has
 * ended.
 */
record Command(int exitCode, String output) {
    private static final int REASON_LINES = 3;

    /**
     * Runs it in the given directory, without the caller's PostgreSQL settings and in English.
     *
     * @throws UncheckedIOException when it cannot be started
     */
    static Command run(List<String> words, Path directory, Duration limit)
            throws InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            return finish(builder.start(), words, limit);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Command finish(Process process, List<String> words, Duration limit)
            throws IOException, InterruptedException {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StartupException(
                        words.get(0) + " did not end within " + limit.toSeconds() + " s");
            }
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Command(process.exitValue(), output.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    boolean succeeded() {
        return exitCode == 0;
    }

    /** The end of what a program said, where the reason is, as one line. */
    static String lastLines(String said) {
        List<String> lines =
                said.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
        return String.join(
                "; ", lines.subList(Math.max(0, lines.size() - REASON_LINES), lines.size()));
    }
}
