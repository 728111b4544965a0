package io.ringfence.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandLineTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(Map<String, String> environment, String... args) {
        PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8);
        return RingfenceCommand.execute(new Console(toOut, toErr), environment, args);
    }

    private int run(String line) {
        return run(Map.of(), line.split(" "));
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    gte k                            | Unmatched arguments from index 0: 'gte'
                    put k                            | Missing required parameter: 'VALUE'
                    put k v --if-version x           | '--if-version': 'x' is not a long
                    put k v --if-version 1 --if-absent | exclusive
                    get k --nope                     | Unknown option: '--nope'
                    get k --url nowhere              | 'nowhere' is no address of a node
                    get k --url http://[             | 'http://[' is no address of a node
                    get k --timeout soon             | 'soon' is no duration such as 500ms or 5s
                    list --limit many                | '--limit': 'many' is not an int
                    bench                            | Missing required subcommand
                    bench write --outstanding 0      | --outstanding has to be from 1 to 10000
                    bench write --seconds 0          | --seconds has to be from 1 to 86400
                    bench write --value-bytes -1     | --value-bytes has to be from 0 to 1048576
                    found-anew --replica r1          | Missing required option: '--data-dir=DIR'
                    found-anew --replica r/1 --data-dir d | a replica id has 1 to 64
                    found-anew --replica r1 --data-dir d --jdbc-url x --jdbc-user u | 'x' is no
                    found-anew --replica r1 --data-dir d --jdbc-url x | --jdbc-url needs --jdbc-user
                    demo --nodes 0                   | a demo has from 1 to 9 nodes, but was 0
                    demo --nodes three               | '--nodes': 'three' is not an int
                    demo --http-port 65534           | there are no 3 ports from 65534 on
                    get k --config nowhere.conf      | the settings cannot be read: nowhere.conf
                    """)
    void wrongUsageIsOneClearLineAndExitCode2(String line, String sentence) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(err()).startsWith("ringfence: ").contains(sentence);
        assertThat(err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --replica r9              | replica r9 is none of the voters r1,r2
                    --replica r/1             | a replica id has 1 to 64 of the characters
                    --voters r1,r1            | a voter is named twice
                    --port 0                  | a port is from 1 to 65535, but was 0
                    --port 65536              | a port is from 1 to 65535, but was 65536
                    --http-port -1            | a port is from 0 to 65535, but was -1
                    --seeds nowhere           | 'nowhere' is no address such as 127.0.0.1:25520
                    --seeds 127.0.0.1:1,x:y   | 'x:y' is no address such as 127.0.0.1:25520
                    --profile slow            | the profile is one of default, fast, but was 'slow'
                    --jdbc-url mysql://h/d --jdbc-user u | is no address of a PostgreSQL database
                    --jdbc-url jdbc:postgresql://h/d | --jdbc-url needs --jdbc-user
                    --jbdc-url x              | Unknown options: '--jbdc-url', 'x'
                    """)
    void aNodeChecksItsOptionsBeforeAnythingElse(String wrong, String sentence, @TempDir Path dir) {
        Path data = dir.resolve("data");
        List<String> line = new ArrayList<>();
        line.addAll(List.of("node", "--data-dir", data.toString()));
        line.addAll(List.of(wrong.split(" ")));
        Map<String, String> rest =
                Map.of(
                        "RINGFENCE_REPLICA", "r1",
                        "RINGFENCE_VOTERS", "r1,r2",
                        "RINGFENCE_SEEDS", "127.0.0.1:25520");
        assertThat(run(rest, line.toArray(String[]::new))).isEqualTo(2);
        assertThat(err()).startsWith("ringfence: ").contains(sentence);
        assertThat(err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(data).doesNotExist();
    }

    @Test
    void aNodeNamesTheOptionThatIsMissing() {
        assertThat(run("node --replica r1")).isEqualTo(2);
        assertThat(err()).contains("Missing required options: '--voters=ID', '--seeds=H:P");
    }

    @Test
    void whatIsNoDataDirectoryIsNoPlaceToFoundFrom(@TempDir Path dir) {
        Path nowhere = dir.resolve("nowhere");
        assertThat(run("found-anew --yes --replica r1 --data-dir " + nowhere)).isEqualTo(1);
        assertThat(err())
                .isEqualTo(
                        "ringfence: "
                                + nowhere
                                + " is no data directory with a database: it has no"
                                + " replica.properties\n");
        assertThat(nowhere).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"put k v", "get k", "delete k", "list", "status", "bench write"})
    void aNodeThatIsNotThereIsExitCode1(String line) {
        assertThat(run(line + " --url http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err()).isEqualTo("ringfence: no node answers at http://127.0.0.1:1\n");
        assertThat(out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "node",
                "put",
                "get",
                "delete",
                "list",
                "status",
                "found-anew",
                "bench",
                "bench write"
            })
    void everyCommandHasHelp(String command) {
        assertThat(run(command + " --help")).isZero();
        assertThat(out()).startsWith("Usage: ringfence " + command);
        assertThat(out().lines()).allMatch(line -> line.length() <= 100);
        assertThat(out()).doesNotContain("null");
        assertThat(err()).isEmpty();
    }

    @Test
    void helpAloneListsCommandsAndExitCodes() {
        assertThat(run(Map.of())).isZero();
        assertThat(out()).contains("status", "  3  unknown: it may be done or not");
    }

    @Test
    void anOptionIsTakenFromTheLineThenTheEnvironmentThenTheSettings(@TempDir Path directory)
            throws IOException {
        Path settings = directory.resolve("my.conf");
        Files.writeString(settings, "ringfence.client.url = \"http://127.0.0.1:2\"");
        String[] line = {"get", "k", "--config", settings.toString()};
        run(Map.of(), line);
        run(Map.of("RINGFENCE_URL", "http://127.0.0.1:3"), line);
        run(Map.of("RINGFENCE_CONFIG", settings.toString()), "get", "k");
        run(
                Map.of("RINGFENCE_URL", "http://127.0.0.1:3"),
                "get",
                "k",
                "--url",
                "http://127.0.0.1:4");
        assertThat(err().lines())
                .extracting(said -> said.substring(said.length() - 1))
                .containsExactly("2", "3", "2", "4");
    }

    @Test
    void aKeyIsEscapedSoThatItArrivesAsItIs() {
        assertThat(Client.escaped("a b+c*%é~../x")).isEqualTo("a%20b%2Bc%2A%25%C3%A9%7E%2E%2E%2Fx");
    }
}
