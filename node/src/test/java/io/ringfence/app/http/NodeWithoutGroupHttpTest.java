package io.ringfence.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.ringfence.app.http.HttpGroup.Answer;
import java.net.ServerSocket;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a node is about to join, nothing is applied, and everyone is told so. */
class NodeWithoutGroupHttpTest {
    private static HttpGroup group;

    @BeforeAll
    static void start() {
        group = new HttpGroup();
    }

    @AfterAll
    static void end() {
        group.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/registry/k",
                "/v1/registry",
                "/v1/status",
                "/v1/cluster",
                "/health/ready"
            })
    void everyRequestIsRejectedWithTheReason(String path) {
        Answer answer = group.get(path);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("outcome").asText()).isEqualTo("rejected");
        assertThat(answer.json().path("detail").asText()).isEqualTo("the node is starting");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void aWriteIsRejectedToo() {
        assertThat(group.put("/v1/registry/k", "v").status()).isEqualTo(503);
        assertThat(group.delete("/v1/registry/k").status()).isEqualTo(503);
    }

    @Test
    void theProcessIsAlive() {
        assertThat(group.get("/health/alive").status()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            LiveGroup none = LiveGroup.down("");
            Assertions.assertThatThrownBy(
                            () -> HttpServer.start(ConfigFactory.load(), "127.0.0.1", port, none))
                    .isInstanceOf(HttpException.class)
                    .hasMessage(
                            "HTTP cannot be bound to 127.0.0.1:" + port + ": the port is in use");
        }
    }
}
