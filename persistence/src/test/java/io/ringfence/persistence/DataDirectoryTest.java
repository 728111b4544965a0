package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.protocol.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final ReplicaId R1 = ReplicaId.of("r1");

    @TempDir Path temporary;

    @Test
    void theDirectoryIsMadeAtTheFirstStartAndKnownAtTheNext() throws Exception {
        Path directory = temporary.resolve("not/there");
        DataDirectory.open(directory, "registry", R1).close();
        String identity = Files.readString(directory.resolve("replica.properties"));
        assertThat(identity).contains("group=registry", "replica=r1", "created=20");

        DataDirectory.open(directory, "registry", R1).close();
        assertThat(directory.resolve("replica.properties")).hasContent(identity);
    }

    @Test
    void aDirectoryOfAnotherReplicaIsRefusedWithBothNamed() {
        DataDirectory.open(temporary, "registry", R1).close();
        assertThatThrownBy(() -> DataDirectory.open(temporary, "registry", ReplicaId.of("r2")))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(
                        temporary.toString(),
                        "'r1' of group 'registry'",
                        "'r2' of group 'registry'");
    }

    @Test
    void aDirectoryOfAnotherGroupIsRefusedWithBothNamed() {
        DataDirectory.open(temporary, "registry", R1).close();
        assertThatThrownBy(() -> DataDirectory.open(temporary, "clock", R1))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("'r1' of group 'registry'", "'r1' of group 'clock'");
    }

    @Test
    void toReopenADirectoryMakesNothing() {
        Path nowhere = temporary.resolve("nowhere");
        assertThatThrownBy(() -> DataDirectory.reopen(nowhere, "registry", R1, false))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("replica.properties");
        assertThat(nowhere).doesNotExist();
        DataDirectory.open(temporary, "registry", R1).close();
        assertThatThrownBy(() -> DataDirectory.reopen(temporary, "registry", R1, true))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("it has no postgres");
        assertThatThrownBy(
                        () ->
                                DataDirectory.reopen(
                                        temporary, "registry", ReplicaId.of("r2"), false))
                .hasMessageContaining("'r2'");
        DataDirectory.reopen(temporary, "registry", R1, false).close();
    }

    @Test
    void aRefusedDirectoryIsLeftFree() {
        DataDirectory.open(temporary, "registry", R1).close();
        assertThatThrownBy(() -> DataDirectory.open(temporary, "clock", R1))
                .isInstanceOf(StartupException.class);
        DataDirectory.open(temporary, "registry", R1).close();
    }

    @Test
    void aDatabaseOfNobodyKnownIsRefused() throws Exception {
        Files.createDirectory(temporary.resolve("postgres"));
        assertThatThrownBy(() -> DataDirectory.open(temporary, "registry", R1))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("replica.properties");
    }

    @Test
    void anIdentityOfANewerFormatIsRefused() throws Exception {
        Files.write(
                temporary.resolve("replica.properties"),
                List.of("format=2", "group=registry", "replica=r1"));
        assertThatThrownBy(() -> DataDirectory.open(temporary, "registry", R1))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void anotherPartOfTheSameProcessIsKeptOut() {
        try (DataDirectory held = DataDirectory.open(temporary, "registry", R1)) {
            assertThatThrownBy(() -> DataDirectory.open(held.path(), "registry", R1))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContainingAll(temporary.toString(), "this very process");
        }
    }

    /**
     * A refusal that closed the file would give the system's lock up: the lock belongs to the
     * process.
     */
    @Test
    void aRefusalInTheSameProcessDoesNotLetOthersIn() throws Exception {
        try (DataDirectory held = DataDirectory.open(temporary, "g", R1)) {
            assertThatThrownBy(() -> DataDirectory.open(held.path(), "g", R1))
                    .isInstanceOf(StartupException.class);
            try (ChildJvm child = ChildJvm.start(temporary, "r1", "lock")) {
                assertThatThrownBy(child::reached)
                        .hasMessageContainingAll(
                                temporary.toString(),
                                "in use by process " + ProcessHandle.current().pid());
            }
        }
    }

    @Test
    void aStoppedProcessKeepsItsDirectoryAndAKilledOneDoesNot() throws Exception {
        try (ChildJvm child = ChildJvm.start(temporary, "r1", "lock")) {
            child.reached();
            OsProcess.signal("STOP", List.of(child.pid()));
            assertThatThrownBy(() -> DataDirectory.open(temporary, "g", R1))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("in use by process " + child.pid());
            child.kill();
            DataDirectory.open(temporary, "g", R1).close();
        }
    }
}
