package io.ringfence.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.app.http.HttpGroup.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHttpTest {
    private static HttpGroup group;

    @BeforeAll
    static void serve() {
        group = new HttpGroup();
        group.goesUp();
        assertThat(group.put("/v1/registry/first?timeout=30s", "x").status()).isEqualTo(200);
    }

    @AfterAll
    static void end() {
        group.close();
    }

    private static long lastIndex() {
        return group.get("/v1/status").json().path("last").path("index").asLong();
    }

    private static void assertProblem(Answer answer, int status, String outcome, String detail) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("outcome").asText()).isEqualTo(outcome);
        assertThat(answer.json().path("detail").asText()).contains(detail);
    }

    @Test
    void whatIsPutIsGotWithItsVersion() {
        Answer put = group.put("/v1/registry/a", "hello");
        JsonNode stored = put.json();
        assertThat(put.status()).isEqualTo(200);
        assertThat(stored.path("key").asText()).isEqualTo("a");
        assertThat(stored.path("version").asLong()).isEqualTo(stored.path("index").asLong());
        assertThat(stored.path("epoch").asLong()).isPositive();

        Answer got = group.get("/v1/registry/a?consistency=linearizable");
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.text()).isEqualTo("hello");
        assertThat(got.header("ETag")).isEqualTo("\"" + stored.path("version").asLong() + "\"");
        assertThat(got.header("Ringfence-Epoch")).isEqualTo(stored.path("epoch").asText());
        assertThat(Long.parseLong(got.header("Ringfence-Index")))
                .isGreaterThanOrEqualTo(stored.path("index").asLong());
        assertThat(got.header("Ringfence-Age-Millis")).isEqualTo("0");
        assertThat(got.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void aValueIsAnyBytesOrNone() {
        byte[] bytes = {0, -1, 13, 10, -128};
        group.send(group.request("/v1/registry/bytes").PUT(BodyPublishers.ofByteArray(bytes)));
        assertThat(group.get("/v1/registry/bytes").response().body()).isEqualTo(bytes);
        group.put("/v1/registry/empty", "");
        assertThat(group.get("/v1/registry/empty").status()).isEqualTo(200);
        assertThat(group.get("/v1/registry/empty").text()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b//c/,a/b//c/",
        "a%2Fb,a/b",
        "%2E%2E/%2E,../.",
        "a/../../../b,a/../../../b",
        "x%3Fy%23z%25,x?y#z%",
        "a+b%20c,a+b c",
        "%C3%A9%F0%9F%99%82,é🙂",
        "%EF%BF%BD,\ufffd"
    })
    void aKeyIsPercentDecodedOnce(String encoded, String key) {
        Answer put = group.put("/v1/registry/" + encoded, "v-" + encoded);
        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        assertThat(put.json().path("key").asText()).isEqualTo(key);
        assertThat(group.get("/v1/registry/" + encoded).text()).isEqualTo("v-" + encoded);
    }

    @Test
    void aPutIfMatchReplacesThatVersionOnly() {
        String tag = group.put("/v1/registry/m", "1").header("ETag");
        Answer stale = group.put("/v1/registry/m", "2", "If-Match", "\"1\"");
        assertProblem(stale, 412, "rejected", "the key has version");
        assertThat("\"" + stale.json().path("currentVersion").asLong() + "\"").isEqualTo(tag);
        assertThat(group.get("/v1/registry/m").text()).isEqualTo("1");
        assertThat(group.put("/v1/registry/m", "2", "If-Match", tag).status()).isEqualTo(200);
        assertThat(group.get("/v1/registry/m").text()).isEqualTo("2");
        Answer absent = group.put("/v1/registry/no-such-key", "2", "If-Match", tag);
        assertProblem(absent, 412, "rejected", "there is no such key");
        assertThat(absent.json().path("currentVersion").isNull()).isTrue();
    }

    @Test
    void aPutIfNoneMatchMakesAKeyOnce() {
        String[] absent = {"If-None-Match", "*"};
        assertThat(group.put("/v1/registry/once", "1", absent).status()).isEqualTo(200);
        assertProblem(group.put("/v1/registry/once", "2", absent), 412, "rejected", "has version");
    }

    @Test
    void aDeleteRemovesTheKey() {
        String tag = group.put("/v1/registry/d", "1").header("ETag");
        Answer stale = group.delete("/v1/registry/d", "If-Match", "\"1\"");
        assertProblem(stale, 412, "rejected", "the key has version");
        Answer deleted = group.delete("/v1/registry/d", "If-Match", tag);
        assertThat(deleted.status()).isEqualTo(200);
        assertThat("\"" + deleted.json().path("version").asLong() + "\"").isEqualTo(tag);
        assertProblem(group.get("/v1/registry/d"), 404, "rejected", "no such key");
        assertProblem(group.delete("/v1/registry/d"), 404, "rejected", "no such key");
    }

    @Test
    void aListingHasThePrefixInOrder() {
        for (String key : new String[] {"l/b", "l/a", "l/c"})
            group.put("/v1/registry/" + key, "12");
        JsonNode all = group.get("/v1/registry?prefix=l/").json();
        assertThat(all.path("items").findValuesAsText("key")).containsExactly("l/a", "l/b", "l/c");
        assertThat(all.path("items").findValuesAsText("bytes")).containsOnly("2");
        assertThat(all.path("more").asBoolean()).isFalse();
        JsonNode first = group.get("/v1/registry?prefix=l/&limit=2").json();
        assertThat(first.path("items").findValuesAsText("key")).containsExactly("l/a", "l/b");
        assertThat(first.path("more").asBoolean()).isTrue();
        JsonNode rest = group.get("/v1/registry?prefix=l/&after=l/b").json();
        assertThat(rest.path("items").findValuesAsText("key")).containsExactly("l/c");
        assertThat(group.get("/v1/registry?prefix=none").json().path("items")).isEmpty();
    }

    @ParameterizedTest
    @DisplayName("C4 a bad request gets a clear error, and nothing is appended")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PUT    | /                      |                    | 400 | 1 to 512 bytes
                    PUT    | /LONG                  |                    | 400 | 1 to 512 bytes
                    PUT    | /%FF                   |                    | 400 | not UTF-8
                    PUT    | /k?timeout=soon        |                    | 400 | no duration
                    PUT    | /k?timeout=0s          |                    | 400 | from 1 ms
                    PUT    | /k?timeout=1h          |                    | 400 | to 30000 ms
                    PUT    | /k                     | If-Match: x        | 400 | one version
                    PUT    | /k                     | If-Match: *        | 400 | one version
                    PUT    | /k                     | If-Match: W/"1"    | 400 | one version
                    PUT    | /k                     | If-Match: "1", "2" | 400 | one version
                    PUT    | /k                     | If-Match: "-1"     | 400 | one version
                    PUT    | /k                     | If-None-Match: "1" | 400 | can only be *
                    DELETE | /k                     | If-Match: "1e3"    | 400 | one version
                    GET    | /k?consistency=local   |                    | 400 | not there yet
                    GET    | /k?consistency=strong  |                    | 400 | is none
                    GET    | ?limit=0               |                    | 400 | 1 to 1000
                    GET    | ?limit=1001            |                    | 400 | 1 to 1000
                    GET    | ?limit=ten             |                    | 400 | no number
                    POST   | /k                     |                    | 405 | method
                    """)
    void aBadRequestAppendsNothing(
            String method, String path, String header, int status, String detail) {
        long before = lastIndex();
        var request =
                group.request("/v1/registry" + path.replace("LONG", "k".repeat(513)))
                        .method(method, BodyPublishers.ofString("v"));
        if (header != null) request.header(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        assertProblem(group.send(request), status, "rejected", detail);
        assertThat(lastIndex()).isEqualTo(before);
    }

    @Test
    void whatIsNowhereIsAProblemToo() {
        assertProblem(group.get("/v2/registry/k"), 404, "rejected", "");
        assertProblem(group.get("/v1/registr"), 404, "rejected", "");
    }

    @Test
    @DisplayName("C4 a value over the limit is refused, and nothing is appended")
    void aValueOverTheLimitIsRefused() {
        long before = lastIndex();
        assertProblem(
                group.put("/v1/registry/big", "v".repeat(1001)), 413, "rejected", "at most 1000");
        byte[] large = new byte[1_000_000];
        var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
        assertProblem(
                group.send(group.request("/v1/registry/big").PUT(chunked)),
                413,
                "rejected",
                "at most 1000");
        assertThat(lastIndex()).isEqualTo(before);
        assertThat(group.put("/v1/registry/big", "v".repeat(1000)).status()).isEqualTo(200);
    }

    /** What a server says to bytes that no HTTP client would send; ours end with a lone head. */
    private static String raw(String head) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", group.port())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().read(answer);
            return new String(answer, 0, length, StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLargeBodyIsRefusedBeforeItIsSent() throws IOException {
        String head =
                """
                PUT /v1/registry/big HTTP/1.1
                Host: localhost
                Content-Length: 5000000000

                """;
        assertThat(raw(head)).startsWith("HTTP/1.1 413 ").contains("\"outcome\":\"rejected\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/registry/% HTTP/1.1\nHost: x\n\n",
                "GET /v1/registry/a b HTTP/1.1\nHost: x\n\n",
                "FROB /v1/registry/k HTTP/1.1\nHost: x\n\n",
                "GET /v1/registry/k HTTP/9.9\nHost: x\n\n"
            })
    void whatIsNoRequestIsAProblemToo(String head) throws IOException {
        assertThat(raw(head))
                .containsPattern("^HTTP/1.1 (400|501|505) ")
                .contains("application/problem+json", "\"outcome\":\"rejected\"");
    }

    @Test
    void aStatusHasItsPromisedNames() {
        JsonNode status = group.get("/v1/status").json();
        assertThat(status.fieldNames())
                .toIterable()
                .contains(
                        "node",
                        "group",
                        "groupId",
                        "replica",
                        "role",
                        "term",
                        "vote",
                        "last",
                        "commitIndex",
                        "appliedIndex",
                        "snapshot",
                        "serving",
                        "leader",
                        "phase");
        assertThat(status.path("node").asText()).startsWith("akka://http-test@127.0.0.1:");
        assertThat(status.path("group").asText()).isEqualTo("registry");
        assertThat(status.path("role").asText()).isEqualTo("leader");
        assertThat(status.path("leader").asText()).isEqualTo("r1");
        assertThat(status.path("serving").path("state").asText()).isEqualTo("serving");
        assertThat(status.path("serving").path("epoch").asLong()).isPositive();
        JsonNode cluster = group.get("/v1/cluster").json();
        assertThat(cluster.path("replicas")).hasSize(1);
        assertThat(cluster.path("replicas").get(0).path("replica").asText()).isEqualTo("r1");
    }

    @Test
    void aNodeThatServesIsAliveAndReady() {
        assertThat(group.get("/health/alive").status()).isEqualTo(200);
        Answer ready = group.get("/health/ready");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().path("ready").asBoolean()).isTrue();
    }

    @Test
    void thePageIsThere() {
        Answer page = group.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.text()).contains("/v1/cluster");
    }

    @Test
    @DisplayName("N1 a snapshot on demand is at the entry that the answer names")
    void aSnapshotIsAtTheEntryThatTheAnswerNames() {
        long before = lastIndex();
        Answer taken = group.send(group.request("/v1/snapshot").POST(BodyPublishers.noBody()));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(200);
        assertThat(taken.json().path("index").asLong()).isGreaterThan(before);
        assertThat(taken.json().path("epoch").asLong()).isPositive();
    }
}
