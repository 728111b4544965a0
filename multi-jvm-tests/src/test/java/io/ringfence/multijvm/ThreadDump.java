package io.ringfence.multijvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the threads of a JVM were doing at one moment, as {@code jcmd} tells it. */
record ThreadDump(Path file) {
    private static final int SECONDS_MAX = 10;
    private static final int LINES_OF_A_THREAD = 14;
    private static final Path JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd");

    /**
     * @param file what is in it goes
     */
    static ThreadDump of(ProcessHandle jvm, Path file) {
        try {
            String pid = Long.toString(jvm.pid());
            Process jcmd =
                    new ProcessBuilder(JCMD.toString(), pid, "Thread.print", "-l")
                            .redirectErrorStream(true)
                            .redirectOutput(file.toFile())
                            .start();
            if (!jcmd.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) jcmd.destroyForcibly();
            return new ThreadDump(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * The threads that wait for a lock, for a class, or in code of ours other than where it idles.
     */
    String conspicuous() {
        return stacks().filter(ThreadDump::isConspicuous)
                .map(ThreadDump::shortened)
                .collect(Collectors.joining("\n", "--- " + file + "\n", "\n"));
    }

    private Stream<String> stacks() {
        try {
            return Stream.of(Files.readString(file).split("\n\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isConspicuous(String stack) {
        boolean waitsForClass =
                stack.contains("in Object.wait()") && stack.contains("State: RUNNABLE");
        boolean ours = stack.contains("at io.ringfence.") && !stack.startsWith("\"main\"");
        return stack.contains("State: BLOCKED")
                || stack.contains("<clinit>")
                || waitsForClass
                || ours
                || stack.contains("deadlock");
    }

    private static String shortened(String stack) {
        List<String> lines = stack.lines().toList();
        return String.join("\n", lines.subList(0, Math.min(LINES_OF_A_THREAD, lines.size())));
    }
}
