package io.ringfence.multijvm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The nodes and databases that live in a directory: those whose command line names it, and what
 * they started. A database lives beside its node and survives it, so no tree of processes has all.
 *
 * @param path as it stands in command lines: a directory of ours with a slash, or one of a database
 */
record ProcessesOf(String path) {
    private static final Duration END = Duration.ofSeconds(5);

    /** All that is below a directory. */
    static ProcessesOf below(Path directory) {
        return new ProcessesOf(directory + "/");
    }

    /** The PostgreSQL of a data directory, also while it is being made. */
    static ProcessesOf database(Path dataDirectory) {
        return new ProcessesOf(dataDirectory.resolve("postgres").toString());
    }

    List<ProcessHandle> alive() {
        return ProcessHandle.allProcesses()
                .filter(process -> isNode(process) || isDatabase(process))
                .filter(process -> process.info().commandLine().orElse("").contains(path))
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .distinct()
                .filter(ProcessesOf::lives)
                .toList();
    }

    private static boolean isNode(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/java");
    }

    private static boolean isDatabase(ProcessHandle process) {
        return process.info().command().orElse("").contains("postgres");
    }

    /** All of them, in the middle of what they do, as when their machine loses power. */
    void kill() {
        List<ProcessHandle> all = alive();
        all.forEach(Signal.KILL::send);
        Await.until("what runs in " + path + " is dead", END, () -> !anyOf(all));
    }

    /** Ends whatever lives, at the end of a story: its data is of no more use. */
    void end() {
        List<ProcessHandle> all = alive();
        for (ProcessHandle process : all)
            (isNode(process) ? Signal.KILL : Signal.QUIT).send(process);
        all.forEach(Signal.CONT::send);
        if (Await.holds(END, () -> !anyOf(all)) && alive().isEmpty()) return;
        alive().forEach(Signal.KILL::send);
        Await.until("nothing runs in " + path, END, () -> alive().isEmpty());
    }

    /** A dead process that nobody has fetched counts as alive, but has no program. */
    private static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean anyOf(List<ProcessHandle> processes) {
        return processes.stream().anyMatch(ProcessesOf::lives);
    }
}
