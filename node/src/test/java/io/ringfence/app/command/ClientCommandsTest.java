package io.ringfence.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.app.http.HttpGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients against a group that serves. */
class ClientCommandsTest {
    private static HttpGroup group;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void serve() {
        group = new HttpGroup();
        group.goesUp();
    }

    @AfterAll
    static void end() {
        group.close();
    }

    @BeforeEach
    void serving() {
        assertThat(run("put", "ready", "x", "--timeout", "30s")).isZero();
        out.reset();
    }

    private int run(String... args) {
        PrintStream toOut = new PrintStream(out, true, StandardCharsets.UTF_8);
        PrintStream toErr = new PrintStream(err, true, StandardCharsets.UTF_8);
        Map<String, String> environment =
                Map.of("RINGFENCE_URL", "http://127.0.0.1:" + group.port() + "/");
        return RingfenceCommand.execute(new Console(toOut, toErr), environment, args);
    }

    private String out() {
        String said = out.toString(StandardCharsets.UTF_8);
        out.reset();
        return said;
    }

    private JsonNode json() throws IOException {
        return Client.JSON.readTree(out());
    }

    private String err() {
        String said = err.toString(StandardCharsets.UTF_8);
        err.reset();
        return said;
    }

    @Test
    void whatIsPutIsGot() throws IOException {
        assertThat(run("put", "a/b c", "é", "--json")).isZero();
        JsonNode stored = json();
        assertThat(stored.path("key").asText()).isEqualTo("a/b c");
        assertThat(run("get", "a/b c")).isZero();
        assertThat(out()).isEqualTo("é");
        assertThat(run("get", "a/b c", "--json")).isZero();
        JsonNode got = json();
        assertThat(got.path("value").asText()).isEqualTo("é");
        assertThat(got.path("version")).isEqualTo(stored.path("version"));
        assertThat(err()).isEmpty();
    }

    @Test
    void aConditionThatFailsIsExitCode1() throws IOException {
        run("put", "c", "1", "--json");
        String version = json().path("version").asText();
        assertThat(run("put", "c", "2", "--if-version", "1")).isEqualTo(1);
        assertThat(err()).isEqualTo("ringfence: the key has version " + version + "\n");
        assertThat(run("put", "c", "2", "--if-absent")).isEqualTo(1);
        assertThat(run("put", "c", "2", "--if-version", version)).isZero();
        assertThat(out()).startsWith("stored c, version ");
        assertThat(run("delete", "c", "--if-version", version)).isEqualTo(1);
    }

    @Test
    void aKeyThatIsNotThereIsExitCode1() {
        assertThat(run("get", "nothing")).isEqualTo(1);
        assertThat(err()).isEqualTo("ringfence: there is no such key\n");
        assertThat(run("delete", "nothing")).isEqualTo(1);
        assertThat(out()).isEmpty();
    }

    @Test
    void aBadKeyOrValueIsExitCode1() {
        assertThat(run("put", "k".repeat(513), "v")).isEqualTo(1);
        assertThat(err()).contains("a key has 1 to 512 bytes of UTF-8, but was 513");
        assertThat(run("put", "k", "v".repeat(1001))).isEqualTo(1);
        assertThat(err()).contains("a value has at most 1000 bytes");
    }

    @Test
    void aListingSaysHowToGoOn() {
        run("put", "l/1", "x");
        run("put", "l/2", "yy");
        out();
        assertThat(run("list", "l/")).isZero();
        assertThat(out().lines()).hasSize(3).element(2).asString().startsWith("l/2").endsWith("2");
        assertThat(run("list", "l/", "--limit", "1")).isZero();
        assertThat(err()).isEqualTo("there are more: --after 'l/1'\n");
        out();
        assertThat(run("list", "l/", "--after", "l/1")).isZero();
        assertThat(out()).doesNotContain("l/1").contains("l/2");
    }

    @Test
    void aStatusIsATable() throws IOException {
        assertThat(run("status")).isZero();
        assertThat(out().lines())
                .hasSize(2)
                .element(1)
                .asString()
                .contains("r1", "leader", "epoch");
        assertThat(run("status", "--json")).isZero();
        assertThat(json().path("replicas")).hasSize(1);
    }

    @Test
    void aBenchCountsWhatWasDone() throws IOException {
        assertThat(run("bench", "write", "--seconds", "1", "--outstanding", "4", "--json"))
                .isZero();
        JsonNode measured = json();
        assertThat(measured.path("done").asLong()).isPositive();
        assertThat(measured.path("rejected").asLong()).isZero();
        assertThat(measured.path("unknown").asLong()).isZero();
        assertThat(measured.path("latencyMicros").path("p99").asLong()).isPositive();
        assertThat(err()).contains("ops/s");
    }

    @Test
    void aSnapshotSaysWhereItIs() throws IOException {
        assertThat(run("snapshot", "--json")).isZero();
        long first = json().path("index").asLong();
        assertThat(run("snapshot")).isZero();
        assertThat(out()).matches("snapshot at epoch \\d+, index " + (first + 1) + "\n");
    }
}
