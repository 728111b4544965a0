package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs {@code testdata/*.txt}; {@code -Drewrite} records their output anew. */
class ScriptTest {
    private static final Path DIRECTORY = Path.of("testdata");

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(DIRECTORY)) {
            files = all.filter(p -> p.toString().endsWith(".txt")).sorted().toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(ScriptTest::test);
    }

    private static DynamicTest test(Path file) {
        String text = read(file);
        String title = text.lines().findFirst().orElse("").replaceFirst("^#\\s*", "");
        return DynamicTest.dynamicTest(
                title + " (" + file.getFileName() + ")", () -> check(file, text));
    }

    private static void check(Path file, String text) throws IOException {
        String now = Script.run(text);
        if (System.getProperty("rewrite") != null) Files.writeString(file, now);
        else assertThat(now).isEqualTo(text);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anOutputThatDiffersIsSeen() {
        String script = "replicas 3\ncrash r1\nshow\n----\nsomething else\n";
        assertThat(Script.run(script)).isNotEqualTo(script).contains("r1", "(down)");
    }
}
