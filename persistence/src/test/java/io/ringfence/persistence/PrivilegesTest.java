package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivilegesTest {
    @TempDir Path temporary;

    @Test
    void whoeverWeAreTheServerIsNotRoot() throws Exception {
        List<String> who = Privileges.detect().command(List.of("id", "-u"));
        assertThat(Command.run(who, temporary, Duration.ofSeconds(10)).output()).isNotEqualTo("0");
    }

    /** Root in a container has no user namespaces, and may have them after the next upgrade. */
    @Test
    void rootCanStartTheServerInEitherWayOnTheSameData() throws Exception {
        assumeTrue(Privileges.detect() != Privileges.ORDINARY, "not root");
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (DataDirectory directory =
                DataDirectory.open(temporary.resolve("d"), "g", ReplicaId.of("r1"))) {
            SharedServer.run(
                    start(directory, Privileges.NOBODY), "CREATE TABLE kept AS SELECT 7 AS value");
            assertThat(SharedServer.rows(start(directory, Privileges.detect()), "TABLE kept"))
                    .containsExactly("7");
            assertThat(SharedServer.rows(start(directory, Privileges.NOBODY), "TABLE kept"))
                    .containsExactly("7");
        } finally {
            EmbeddedPostgres.stopLeftover(temporary.resolve("d"));
        }
    }

    private Database start(DataDirectory directory, Privileges privileges)
            throws InterruptedException {
        Cluster cluster = new Cluster(directory.postgres());
        PostgresStopper.stop(cluster, Duration.ofSeconds(10));
        PostgresSettings settings = PostgresSettings.of(ConfigFactory.load());
        PostgresBinaries binaries =
                PostgresBinaries.ready(Optional.of(temporary.resolve("programs")), privileges);
        return new PostgresLauncher(cluster, settings, binaries).launch().database();
    }
}
