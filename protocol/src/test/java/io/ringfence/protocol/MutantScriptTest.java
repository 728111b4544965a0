package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs {@code testdata/mutants/*.txt}: the shortest way to the harm that a rule prevents, for those
 * that random seeds hardly ever find out (F20). With the rule in force the same steps do no harm,
 * and the group goes on. {@code -Drewrite} records their output anew.
 */
class MutantScriptTest {
    private static final Path DIRECTORY = Path.of("testdata", "mutants");
    private static final Pattern MUTANT = Pattern.compile("(?m)^mutant (\\w+) (\\d+.*)$");
    private static final Pattern REPLICA = Pattern.compile("^(r\\d) term=\\d+ vote=\\S+ (.*)$");

    /** Every fault ends, and whatever is left must become one group again. */
    private static final String GO_ON = "\n\nquiet\nmend r1\nloud\nshow\n----\n";

    @TestFactory
    Stream<DynamicTest> withoutItsRule() throws IOException {
        return files().map(f -> DynamicTest.dynamicTest(name(f), () -> checkHarm(f)));
    }

    @TestFactory
    Stream<DynamicTest> withItsRule() throws IOException {
        return files().map(f -> DynamicTest.dynamicTest(name(f), () -> checkNoHarm(f)));
    }

    @Test
    void whatChanceDoesNotFindHasAScript() throws IOException {
        List<String> scripted = files().map(MutantScriptTest::name).toList();
        for (Mutant m : MutantTest.SCRIPTED) assertThat(scripted).contains(m.name());
    }

    private static Stream<Path> files() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(DIRECTORY)) {
            files = all.filter(p -> p.toString().endsWith(".txt")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }

    private static void checkHarm(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(MUTANT.matcher(text).results().map(m -> m.group(1))).containsExactly(name(file));
        String now = Script.run(text);
        List<String> lines = now.lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("VIOLATION ");
        if (System.getProperty("rewrite") != null) Files.writeString(file, now);
        else assertThat(now).isEqualTo(text);
    }

    private static void checkNoHarm(Path file) throws IOException {
        String real = MUTANT.matcher(Files.readString(file)).replaceFirst("replicas $2");
        String now = Script.run(real + GO_ON);
        assertThat(now).doesNotContain("VIOLATION");
        String end = now.substring(now.lastIndexOf("----"));
        assertThat(end).contains("Serving epoch=");
        List<String> states = end.lines().flatMap(MutantScriptTest::state).distinct().toList();
        assertThat(states).as("all replicas are equal, and voters: " + end).hasSize(1);
        assertThat(states.get(0))
                .matches("last=\\S+ commit=\\d+( base=\\S+ snapshot=\\S+)? applied=\\d+");
    }

    /** Of a replica's line, all in which replicas may not differ in the end. */
    private static Stream<String> state(String line) {
        return REPLICA.matcher(line).results().map((MatchResult m) -> m.group(2));
    }
}
