package io.ringfence.multijvm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM that runs {@code ringfence.jar}, and the two files to which it writes. */
final class NodeProcess {
    private static final Duration KILL = Duration.ofSeconds(10);
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /** Small, for there are three of them at a time, and quick to start rather than quick later. */
    private static final List<String> JVM =
            List.of(
                    "-Xmx256m",
                    "-Xss512k",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Dringfence.log.membership=INFO",
                    "-XX:+IgnoreUnrecognizedVMOptions");

    /** As the serial collector tells it. */
    private static final Pattern HEAP_OF_A_GENERATION =
            Pattern.compile("generation +total \\d+K, used (\\d+)K");

    private final Process process;
    private final Path out;
    private final Path err;

    private NodeProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * @param arguments of the application
     * @param logs appended to: {@code NAME.log} for what it says, {@code NAME.err} for complaints
     */
    static NodeProcess start(List<String> arguments, Path logs, String name) {
        return start(SharedClasses.options(), arguments, logs, name);
    }

    /**
     * @param jvm further options of the JVM
     */
    static NodeProcess start(List<String> jvm, List<String> arguments, Path logs, String name) {
        List<String> words = new ArrayList<>(jvm);
        words.addAll(List.of("-jar", jar().toString()));
        words.addAll(arguments);
        return launch(words, logs, name);
    }

    /**
     * @param words of the JVM's command line, behind what all of them have
     */
    static NodeProcess launch(List<String> words, Path logs, String name) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(JVM);
        command.addAll(words);
        Path out = logs.resolve(name + ".log");
        Path err = logs.resolve(name + ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().keySet().removeIf(key -> key.startsWith("RINGFENCE_"));
            Files.createDirectories(logs);
            builder.redirectOutput(Redirect.appendTo(out.toFile()));
            builder.redirectError(Redirect.appendTo(err.toFile()));
            return new NodeProcess(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    static Path jar() {
        Path jar = Path.of(System.getProperty("ringfence.jar")).toAbsolutePath().normalize();
        if (Files.isRegularFile(jar)) return jar;
        throw new IllegalStateException("no " + jar + ": the stories run in mvn verify");
    }

    long pid() {
        return process.pid();
    }

    /** What it reads. */
    OutputStream input() {
        return process.getOutputStream();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void send(Signal signal) {
        signal.send(process.toHandle());
    }

    /** Asks it to end, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    /** It and whatever it started that is still under it, such as a database in the making. */
    void kill() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
        exitCode(KILL);
    }

    /** Waits for its end. */
    int exitCode(Duration atMost) {
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        throw new AssertionError("still runs after %s%n%s".formatted(atMost, lastLines(20)));
    }

    /** What it and those before it under the same name said. */
    List<String> output() {
        return lines(out);
    }

    List<String> complaints() {
        return lines(err);
    }

    String lastLines(int count) {
        return Stream.of(out, err)
                .filter(file -> file.toFile().length() > 0)
                .map(file -> "--- " + file + "\n" + String.join("\n", last(count, lines(file))))
                .reduce("", (text, more) -> text + more + "\n");
    }

    /** What its threads do just now, all of it in {@code NAME.threads}; what is odd is returned. */
    String threads() {
        return ThreadDump.of(pid(), beside(".threads")).conspicuous();
    }

    /** What its heap holds just now, garbage included. */
    long heapBytes() {
        String said = Jcmd.ask(pid(), beside(".heap"), "GC.heap_info");
        Matcher generations = HEAP_OF_A_GENERATION.matcher(said);
        long bytes = 0;
        while (generations.find()) bytes += Long.parseLong(generations.group(1)) * 1024;
        return bytes;
    }

    private Path beside(String suffix) {
        return out.resolveSibling(out.getFileName().toString().replace(".log", suffix));
    }

    private static List<String> last(int count, List<String> lines) {
        return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }

    private static List<String> lines(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
