package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class DatabaseGateTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        log().addAppender(lines);
        log().setAdditive(false);
        log().setLevel(ch.qos.logback.classic.Level.WARN);
    }

    @AfterEach
    void listenNoMore() {
        log().detachAppender(lines);
    }

    @Test
    void aDatabaseThatAnswersIsPassedInSilence() throws Exception {
        DatabaseGate.await(SERVER.main(), LIMIT);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedForWithALineForEachTry() throws Exception {
        Database database = SERVER.main();
        SERVER.stop();
        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> await(database));
        Eventually.until("two tries", () -> lines.list.size() >= 2);
        SERVER.start();
        passed.get();
        assertThat(lines.list)
                .allSatisfy(
                        line -> {
                            assertThat(line.getFormattedMessage())
                                    .contains(database.address(), "refused", "since")
                                    .doesNotContain("\n");
                            assertThat(line.getThrowableProxy()).isNull();
                        });
    }

    @Test
    void theWaitEndsAtTheLimitWithAddressAndReason() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Database database =
                    new Database(
                            "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x",
                            "u",
                            "secret");
            assertThatThrownBy(() -> DatabaseGate.await(database, Duration.ofMillis(500)))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContainingAll(database.address(), "has not been ready for")
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();
        Database nowhere = new Database("jdbc:postgresql://127.0.0.1:1/x", "u", "p");
        assertThatThrownBy(() -> DatabaseGate.await(nowhere, LIMIT))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void aWrongPasswordIsSaidAtOnce() {
        Database database = new Database(SERVER.main().jdbcUrl(), "ringfence", "guess");
        assertThatThrownBy(() -> DatabaseGate.await(database, LIMIT))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(
                        "ringfence at " + database.address(), "password authentication failed")
                .hasMessageNotContaining("guess");
        assertThat(lines.list).isEmpty();
    }

    @Test
    void aDatabaseThatDoesNotExistIsSaidAtOnce() {
        Database main = SERVER.main();
        Database database = new Database(main.jdbcUrl() + "2", main.user(), main.password());
        assertThatThrownBy(() -> DatabaseGate.await(database, LIMIT))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("database \"ringfence2\" does not exist");
    }

    @Test
    void aDatabaseThatMayLoseWhatItAcknowledgedIsRefused() throws Exception {
        Database database = SERVER.fresh();
        SharedServer.run(
                database,
                "CREATE ROLE hasty LOGIN PASSWORD 'h'",
                "ALTER ROLE hasty SET synchronous_commit = off");
        assertThatThrownBy(
                        () ->
                                DatabaseGate.await(
                                        new Database(database.jdbcUrl(), "hasty", "h"), LIMIT))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("synchronous_commit is off");
    }

    @Test
    void aReadOnlyDatabaseIsWaitedFor() throws Exception {
        Database database = SERVER.fresh();
        SharedServer.run(
                database,
                "CREATE ROLE r LOGIN PASSWORD 'r'",
                "ALTER ROLE r SET default_transaction_read_only = on");
        assertThatThrownBy(
                        () ->
                                DatabaseGate.await(
                                        new Database(database.jdbcUrl(), "r", "r"),
                                        Duration.ofMillis(300)))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("read-only", "has not been ready for");
    }

    @Test
    void anAddressOfAnotherKindIsRefusedWithoutItsSecrets() {
        assertThatThrownBy(
                        () ->
                                new Database(
                                        "jdbc:mysql://me:secret@host/db?password=secret", "u", "p"))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("jdbc:mysql://host/db")
                .hasMessageNotContaining("secret");
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(DatabaseGate.class);
    }

    private static void await(Database database) {
        try {
            DatabaseGate.await(database, LIMIT);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
