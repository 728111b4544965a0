package io.ringfence.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HouseRulesTest {
    /** Maven runs a module's tests in the module's directory. */
    private static final HouseRules HERE = HouseRules.of(Path.of(".."));

    @TempDir Path root;

    @Test
    void everySourceKeepsToTheRules() {
        assertThat(HERE.violations()).isEmpty();
    }

    @Test
    void theSourcesOfEveryModuleAreRead() {
        List<String> names = HERE.sources().stream().map(Path::toString).toList();
        for (String module : List.of("protocol", "persistence", "node", "multi-jvm-tests")) {
            assertThat(names).anyMatch(name -> name.contains("/" + module + "/src/"));
        }
        assertThat(names)
                .anyMatch(name -> name.endsWith("HouseRulesTest.java"))
                .noneMatch(name -> name.contains("/target/"));
    }

    @Test
    void aLongFileIsFound() throws IOException {
        plant("m/src/main/java/Long.java", Collections.nCopies(400, "x"));
        assertThat(found()).isEmpty();
        plant("m/src/main/java/Long.java", Collections.nCopies(401, "x"));
        assertThat(found()).containsExactly("m/src/main/java/Long.java: 401 lines, at most 400");
    }

    @Test
    void aLongLineIsFound() throws IOException {
        plant("m/src/main/java/Wide.java", List.of("§".repeat(100)));
        assertThat(found()).isEmpty();
        plant("m/src/main/java/Wide.java", List.of("x", "x".repeat(101)));
        assertThat(found()).containsExactly("m/src/main/java/Wide.java:2: more than 100 columns");
    }

    @Test
    void aLongLineThatNobodyCanBreakIsAllowed() throws IOException {
        String name = "x".repeat(101);
        plant("m/src/main/java/Wide.java", List.of("import " + name, "// https://" + name));
        assertThat(found()).isEmpty();
    }

    @Test
    void aTaskInACommentIsFound() throws IOException {
        plant("m/src/main/java/Task.java", List.of("x", "// TO" + "DO later", "// FIX" + "ME now"));
        plant("m/src/main/resources/reference.conf", List.of("# X" + "XX"));
        assertThat(found())
                .containsExactly(
                        "m/src/main/java/Task.java:2: a task is no comment",
                        "m/src/main/java/Task.java:3: a task is no comment",
                        "m/src/main/resources/reference.conf:1: a task is no comment");
    }

    @Test
    void aTestThatNoRunFindsIsFound() throws IOException {
        plant("m/src/test/java/Story.java", List.of("    @" + "Test"));
        assertThat(found())
                .containsExactly(
                        "m/src/test/java/Story.java:1: a test that no run finds: name it *Test");
        plant("m/src/test/java/Story.java", List.of("abstract class Story {", "    @" + "Test"));
        plant("m/src/test/java/StoryTest.java", List.of("    @" + "Test"));
        plant("m/src/test/java/StoryIT.java", List.of("    @" + "ParameterizedTest"));
        assertThat(found()).isEmpty();
    }

    @Test
    void aDisabledTestIsFound() throws IOException {
        plant("m/src/test/java/OffTest.java", List.of("    @" + "Disabled(\"flaky\")"));
        assertThat(found())
                .containsExactly("m/src/test/java/OffTest.java:1: a test is not disabled");
    }

    @Test
    void aTestThatSleepsIsFoundOutsideOfMultiJvmTests() throws IOException {
        List<String> sleep = List.of("Thread." + "sleep(100);");
        plant("m/src/test/java/SleepTest.java", sleep);
        plant("m/src/main/java/Backoff.java", sleep);
        plant("multi-jvm-tests/src/test/java/StoryIT.java", sleep);
        assertThat(found()).containsExactly("m/src/test/java/SleepTest.java:1: a test that sleeps");
    }

    @Test
    void whatIsNoModuleIsNotRead() throws IOException {
        plant("m/src/main/java/Fine.java", List.of("x"));
        Path elsewhere = root.resolve("elsewhere/src/Task.java");
        Files.createDirectories(elsewhere.getParent());
        Files.writeString(elsewhere, "// TO" + "DO");
        assertThat(found()).isEmpty();
    }

    private void plant(String name, List<String> lines) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        Files.writeString(root.resolve(Path.of(name).getName(0)).resolve("pom.xml"), "");
    }

    private List<String> found() {
        return HouseRules.of(root).violations();
    }
}
