package io.ringfence.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process of this machine, as far as the operating system tells: from {@code /proc} where there
 * is one, for that is complete also for processes of other users and in containers.
 *
 * @param words its command line; without words when it has ended and nobody has fetched it yet
 */
record OsProcess(long pid, List<String> words) {
    private static final Path PROC = Path.of("/proc");
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    static List<OsProcess> all() {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return ProcessHandle.allProcesses().map(OsProcess::of).toList();
        }
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(
                            name ->
                                    new OsProcess(
                                            Long.parseLong(name),
                                            words(PROC.resolve(name).resolve("cmdline"))))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OsProcess of(ProcessHandle process) {
        Stream<String> command = process.info().command().stream();
        Stream<String> arguments = process.info().arguments().stream().flatMap(Stream::of);
        return new OsProcess(process.pid(), Stream.concat(command, arguments).toList());
    }

    private static List<String> words(Path commandLine) {
        try {
            return List.of(
                    new String(Files.readAllBytes(commandLine), StandardCharsets.UTF_8)
                            .split("\0"));
        } catch (IOException e) {
            return List.of(); // It has just ended.
        }
    }

    /**
     * Whether it runs that program, and works on that directory as the argument of its {@code -D}.
     */
    boolean runs(String program, Path directory) {
        int option = words.indexOf("-D");
        return option > 0
                && option + 1 < words.size()
                && words.get(option + 1).equals(directory.toString())
                && words.subList(0, option).stream().anyMatch(word -> word.endsWith("/" + program));
    }

    /** The directory it works in; empty where we may not see that. */
    Optional<Path> workingDirectory() {
        Path link = PROC.resolve(Long.toString(pid)).resolve("cwd");
        return Files.isReadable(link) ? Optional.of(link) : Optional.empty();
    }

    boolean isChildOf(long other) {
        return ProcessHandle.of(pid)
                .flatMap(ProcessHandle::parent)
                .filter(parent -> parent.pid() == other)
                .isPresent();
    }

    /** Sends them a signal; that one is gone meanwhile is no error. */
    static void signal(String signal, List<Long> pids) {
        String names = pids.stream().map(String::valueOf).collect(Collectors.joining(" "));
        try {
            Command.run(
                    List.of("/bin/sh", "-c", "kill -s " + signal + " " + names),
                    Path.of("/"),
                    SIGNAL_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
