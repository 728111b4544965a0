package io.ringfence.multijvm;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the threads of a JVM were doing at one moment, as {@code jcmd} tells it. */
record ThreadDump(Path file, String text) {
    private static final int LINES_OF_A_THREAD = 14;

    /**
     * @param file takes all of it
     */
    static ThreadDump of(long pid, Path file) {
        return new ThreadDump(file, Jcmd.ask(pid, file, "Thread.print", "-l"));
    }

    /**
     * The threads that wait for a lock, for a class, or in code of ours other than where it idles.
     */
    String conspicuous() {
        return Stream.of(text.split("\n\n"))
                .filter(ThreadDump::isConspicuous)
                .map(ThreadDump::shortened)
                .collect(Collectors.joining("\n", "--- " + file + "\n", "\n"));
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
