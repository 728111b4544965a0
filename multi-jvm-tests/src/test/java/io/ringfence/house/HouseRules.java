package io.ringfence.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rules that a formatter does not know, over the sources of all modules below one root. */
final class HouseRules {
    static final int FILE_LINES_MAX = 400;
    static final int LINE_COLUMNS_MAX = 100;

    private static final Set<String> TEXT =
            Set.of("java", "proto", "conf", "xml", "sql", "html", "js", "css", "sh", "txt");

    /** Taken apart, for this file is a source too. */
    private static final Pattern TASK = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");

    private static final Pattern TEST = Pattern.compile("^\\s*@(Parameterized|Repeated)?Test\\b");
    private static final Pattern DISABLED = Pattern.compile("^\\s*@Disabled\\b");
    private static final Pattern SLEEP = Pattern.compile("\\bThread\\.sleep\\(");

    /** Lines that nobody can break. */
    private static final Pattern UNBREAKABLE = Pattern.compile("^(import|package) |https?://");

    private final Path root;

    private HouseRules(Path root) {
        this.root = root;
    }

    static HouseRules of(Path root) {
        return new HouseRules(root.toAbsolutePath().normalize());
    }

    /** Every source file of every module: what has a text's ending, below a {@code src}. */
    List<Path> sources() {
        return modules().flatMap(module -> textsBelow(module.resolve("src"))).sorted().toList();
    }

    /** One sentence for each place where a rule is broken. */
    List<String> violations() {
        return sources().stream().flatMap(this::violations).toList();
    }

    private Stream<Path> modules() {
        return list(root).filter(child -> Files.exists(child.resolve("pom.xml")));
    }

    private Stream<String> violations(Path file) {
        List<String> lines = read(file);
        String name = root.relativize(file).toString();
        Stream<String> ofAll = places(name, lines, TASK.asPredicate(), "a task is no comment");
        if (!name.endsWith(".java")) return ofAll;
        return Stream.of(
                        ofAll,
                        size(name, lines),
                        places(name, lines, HouseRules::isTooLong, "more than 100 columns"),
                        unnoticed(name, lines),
                        places(name, lines, DISABLED.asPredicate(), "a test is not disabled"),
                        sleeps(name, lines))
                .flatMap(found -> found);
    }

    private static Stream<String> size(String name, List<String> lines) {
        return lines.size() > FILE_LINES_MAX
                ? Stream.of(name + ": " + lines.size() + " lines, at most " + FILE_LINES_MAX)
                : Stream.empty();
    }

    /** Surefire looks for {@code *Test} and failsafe for {@code *IT}; no one looks for the rest. */
    private static Stream<String> unnoticed(String name, List<String> lines) {
        boolean run = name.endsWith("Test.java") || name.endsWith("IT.java");
        if (run || lines.stream().anyMatch(line -> line.contains("abstract class"))) {
            return Stream.empty();
        }
        return places(name, lines, TEST.asPredicate(), "a test that no run finds: name it *Test");
    }

    /** A test waits for what it wants, at most so long; only among real JVMs does it sleep. */
    private static Stream<String> sleeps(String name, List<String> lines) {
        boolean free = name.startsWith("multi-jvm-tests") || !name.contains("/src/test/");
        return free
                ? Stream.empty()
                : places(name, lines, SLEEP.asPredicate(), "a test that sleeps");
    }

    private static Stream<String> places(
            String name, List<String> lines, Predicate<String> broken, String rule) {
        return IntStream.range(0, lines.size())
                .filter(i -> broken.test(lines.get(i)))
                .mapToObj(i -> name + ":" + (i + 1) + ": " + rule);
    }

    private static boolean isTooLong(String line) {
        return line.codePointCount(0, line.length()) > LINE_COLUMNS_MAX
                && !UNBREAKABLE.matcher(line).find();
    }

    private static Stream<Path> textsBelow(Path directory) {
        if (!Files.isDirectory(directory)) return Stream.empty();
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).filter(HouseRules::isText).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isText(Path file) {
        String name = file.getFileName().toString();
        return TEXT.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static Stream<Path> list(Path directory) {
        try (Stream<Path> found = Files.list(directory)) {
            return found.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException("no UTF-8 text: " + file, e);
        }
    }
}
