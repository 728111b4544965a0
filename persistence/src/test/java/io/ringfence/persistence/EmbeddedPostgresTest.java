package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final ReplicaId R1 = ReplicaId.of("r1");

    @TempDir static Path made;

    @TempDir Path temporary;

    private DataDirectory directory;

    /**
     * Most tests begin with a copy: the programs and the file system see no difference, and it is
     * faster.
     */
    @BeforeAll
    static void makeADatabase() throws Exception {
        try (DataDirectory directory = DataDirectory.open(made, "g", R1)) {
            EmbeddedPostgres.start(directory).stop();
        }
    }

    @BeforeEach
    void openTheDirectory() throws Exception {
        directory = DataDirectory.open(temporary, "g", R1);
        Command.run(
                List.of("cp", "-a", made + "/postgres", temporary.toString()),
                temporary,
                Duration.ofSeconds(20));
    }

    @AfterEach
    void leaveNoServer() {
        directory.close();
        EmbeddedPostgres.stopLeftover(temporary);
    }

    @Test
    void whatWasWrittenIsThereAfterTheNextStart() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);
        first.stop();
        assertThat(first.alive()).isFalse();
        assertThat(first.stop()).isZero();

        EmbeddedPostgres second = EmbeddedPostgres.start(directory);
        assertThat(second.adopted()).isFalse();
        assertThat(written(second.database())).containsExactly(7);
    }

    @Test
    void itIsDurableAndThisMachineOnlyCanConnect() throws Exception {
        Database database = EmbeddedPostgres.start(directory).database();
        assertThat(List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums"))
                .allSatisfy(setting -> assertThat(setting(database, setting)).isEqualTo("on"));
        assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting(database, "unix_socket_directories")).isEmpty();

        Database stranger = new Database(database.jdbcUrl(), database.user(), "guess");
        assertThatThrownBy(() -> stranger.connect(Duration.ofSeconds(5)).close())
                .hasMessageContaining("password");
    }

    @Test
    void durabilityCannotBeChosenAway() throws Exception {
        Config careless = settings("fsync", "off");
        assertThat(setting(EmbeddedPostgres.start(directory, careless).database(), "fsync"))
                .isEqualTo("on");
    }

    @Test
    void aKilledJvmLeavesItsPostgresAndTheNextStartAdoptsIt() throws Exception {
        directory.close();
        String url;
        try (ChildJvm child = ChildJvm.start(temporary, "r1", "postgres")) {
            url = child.reached();
            Database database = new Cluster(directory.postgres()).database(port(url), "ringfence");
            write(database, 7);
            try (Connection left = database.connect(Duration.ofSeconds(5))) {
                child.kill();
                directory = DataDirectory.open(temporary, "g", R1);
                EmbeddedPostgres adopted = EmbeddedPostgres.start(directory);
                assertThat(adopted.adopted()).isTrue();
                assertThat(adopted.database().jdbcUrl()).isEqualTo(url);
                assertThat(written(adopted.database())).containsExactly(7);
                assertThat(left.isValid(1)).as("a session of the killed process").isFalse();
            }
        }
    }

    @Test
    void aLeftoverWithOtherSettingsIsStartedAnew() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);

        EmbeddedPostgres second =
                EmbeddedPostgres.start(directory, settings("max_connections", "12"));
        assertThat(second.adopted()).isFalse();
        assertThat(setting(second.database(), "max_connections")).isEqualTo("12");
        assertThat(written(second.database())).containsExactly(7);
    }

    @Test
    void aLeftoverThatHangsIsReplaced() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);
        signal("STOP");

        Config impatient =
                ConfigFactory.parseString(
                                "ringfence.embedded-postgres { answer-timeout = 1s, stop-timeout ="
                                        + " 500ms }")
                        .withFallback(ConfigFactory.load());
        EmbeddedPostgres second = EmbeddedPostgres.start(directory, impatient);
        assertThat(second.adopted()).isFalse();
        assertThat(written(second.database())).containsExactly(7);
    }

    @Test
    void aJvmKilledWhileItsServerStartsLeavesOneServerAtMost() throws Exception {
        directory.close();
        try (ChildJvm child = ChildJvm.start(temporary, "r1", "postgres")) {
            Eventually.until("a server has begun to start", () -> !cluster().processes().none());
            signal("STOP");
            child.kill();
        }
        directory = DataDirectory.open(temporary, "g", R1);
        CompletableFuture<EmbeddedPostgres> next = starting();
        signal("CONT");
        assertThat(next.get().adopted()).isTrue();
        assertThat(written(next.get().database())).isEmpty();
    }

    @Test
    void aLeftoverThatIsStillStoppingIsWaitedFor() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);
        long checkpointer = child("checkpointer");
        OsProcess.signal("STOP", List.of(checkpointer));
        OsProcess.signal("INT", List.of(cluster().processes().postmaster().getAsLong()));
        Eventually.until("it is stopping", () -> cluster().status().equals("stopping"));

        CompletableFuture<EmbeddedPostgres> second = starting();
        OsProcess.signal("CONT", List.of(checkpointer));
        assertThat(second.get().adopted()).isFalse();
        assertThat(written(second.get().database())).containsExactly(7);
    }

    @Test
    void childrenOfADeadServerDoNotKeepTheNextFromStarting() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);
        OsProcess.signal("STOP", List.of(child("checkpointer")));
        OsProcess.signal("KILL", List.of(cluster().processes().postmaster().getAsLong()));

        EmbeddedPostgres second = EmbeddedPostgres.start(directory);
        assertThat(second.database())
                .as("the address stays, for pools")
                .isEqualTo(first.database());
        assertThat(written(second.database())).containsExactly(7);
    }

    @Test
    void aPidFileThatNamesSomebodyElseIsNoObstacle() throws Exception {
        EmbeddedPostgres first = EmbeddedPostgres.start(directory);
        write(first.database(), 7);
        List<String> file = Files.readAllLines(cluster().directory().resolve("postmaster.pid"));
        first.stop();
        file.set(0, Long.toString(ProcessHandle.current().pid()));
        for (List<String> left : List.of(file, List.<String>of())) {
            Files.write(cluster().directory().resolve("postmaster.pid"), left);
            EmbeddedPostgres next = EmbeddedPostgres.start(directory);
            assertThat(written(next.database())).containsExactly(7);
            next.stop();
        }
    }

    @Test
    void aDatabaseHalfMadeIsMadeAgain() throws Exception {
        PostgresBinaries.delete(cluster().directory());
        Files.createDirectories(temporary.resolve("postgres.unfinished/base"));
        Files.writeString(temporary.resolve("postgres.secret"), "old");
        assertThat(written(EmbeddedPostgres.start(directory).database())).isEmpty();
        assertThat(temporary)
                .isDirectoryNotContaining(
                        file -> file.getFileName().toString().startsWith("postgres."));
    }

    @Test
    void dataOfAnotherVersionIsRefused() throws Exception {
        EmbeddedPostgres.start(directory).stop();
        Files.writeString(cluster().directory().resolve("PG_VERSION"), "9\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(directory))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("written by PostgreSQL 9");
    }

    @Test
    void aServerThatCannotStartSaysWhy() {
        assertThatThrownBy(
                        () ->
                                EmbeddedPostgres.start(
                                        directory, settings("shared_buffers", "plenty")))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(temporary.toString(), "shared_buffers");
    }

    @Test
    void aTerminalsCtrlCDoesNotReachTheServer() throws Exception {
        EmbeddedPostgres.start(directory);
        long postmaster = cluster().processes().postmaster().getAsLong();
        Command asked =
                Command.run(
                        List.of("sh", "-c", "cut -d' ' -f5 /proc/" + postmaster + "/stat"),
                        temporary,
                        Duration.ofSeconds(5));
        assertThat(asked.output()).as("its process group").isEqualTo(Long.toString(postmaster));
    }

    @Test
    void aLeftoverCanBeStoppedByItsDirectory() throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(directory);
        assertThatThrownBy(() -> EmbeddedPostgres.stopLeftover(temporary))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("in use");
        directory.close();
        assertThat(EmbeddedPostgres.stopLeftover(temporary)).isPresent();
        assertThat(server.alive()).isFalse();
        assertThat(EmbeddedPostgres.stopLeftover(temporary)).isEmpty();
    }

    @Test
    void nodesThatStartAtOnceUnpackTheProgramsOnce() throws Exception {
        String place =
                "-Dringfence.embedded-postgres.binaries-directory=" + temporary.resolve("programs");
        Path one = temporary.resolve("one");
        Path other = temporary.resolve("other");
        try (ChildJvm first = ChildJvm.start(one, "r1", "postgres", place);
                ChildJvm second = ChildJvm.start(other, "r2", "postgres", place)) {
            assertThat(first.reached()).isNotEqualTo(second.reached());
        } finally {
            EmbeddedPostgres.stopLeftover(one);
            EmbeddedPostgres.stopLeftover(other);
        }
        assertThat(temporary.resolve("programs").toFile().list()).hasSize(2).contains("lock");
    }

    private CompletableFuture<EmbeddedPostgres> starting() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return EmbeddedPostgres.start(directory);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    private Cluster cluster() {
        return new Cluster(directory.postgres());
    }

    private void signal(String signal) {
        OsProcess.signal(signal, cluster().processes().all());
    }

    private long child(String kind) throws Exception {
        for (long pid : cluster().processes().children()) {
            if (Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(kind)) return pid;
        }
        throw new AssertionError("no " + kind);
    }

    private static int port(String jdbcUrl) {
        return Integer.parseInt(jdbcUrl.replaceAll(".*:(\\d+)/.*", "$1"));
    }

    private static Config settings(String name, String value) {
        return ConfigFactory.parseString(
                        "ringfence.embedded-postgres.settings." + name + " = " + value)
                .withFallback(ConfigFactory.load());
    }

    private static void write(Database database, int value) throws SQLException {
        try (Connection connection = database.connect(Duration.ofSeconds(5));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (value int)");
            statement.execute("INSERT INTO kept VALUES (" + value + ")");
        }
    }

    private static List<Integer> written(Database database) throws SQLException {
        try (Connection connection = database.connect(Duration.ofSeconds(5));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS kept (value int)");
            ResultSet rows =
                    statement.executeQuery("SELECT coalesce(array_agg(value), '{}') FROM kept");
            rows.next();
            return List.of((Integer[]) rows.getArray(1).getArray());
        }
    }

    private static String setting(Database database, String name) throws SQLException {
        try (Connection connection = database.connect(Duration.ofSeconds(5));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
