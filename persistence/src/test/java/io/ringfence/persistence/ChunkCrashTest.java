package io.ringfence.persistence;

import static io.ringfence.persistence.ChunkScene.OLD;
import static io.ringfence.persistence.ChunkScene.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.ringfence.persistence.ChunksFinding.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkCrashTest {
    @TempDir Path temporary;

    @Test
    @DisplayName("N14 a JVM killed while it writes: the snapshot before is whole, rubbish goes")
    void aJvmKilledWhileItWrites() throws Exception {
        ChunkedSnapshot named;
        try (ChildJvm child = ChildJvm.start(temporary, "r1", "chunks")) {
            named = ChunkedSnapshot.of(OLD, child.reached());
            child.kill();
        }
        assertThat(verdicts()).containsExactly(Verdict.WHOLE, Verdict.DRAFT);
        try (DataDirectory directory =
                DataDirectory.open(temporary, ChunkScene.GROUP, ChunkScene.R1)) {
            EmbeddedPostgres server = EmbeddedPostgres.start(directory);
            try (ChunkStore store =
                    DatabaseChunkStore.open(
                            server.database(),
                            ConfigFactory.load(),
                            ChunkScene.GROUP,
                            ChunkScene.R1)) {
                assertThat(done(store.list()))
                        .extracting(ChunkStore.Held::snapshot)
                        .containsExactly(named);
                assertThat(done(store.removeAllBut(List.of(named)))).isPositive();
                SnapshotReader.verify(store, named);
                assertThat(ChunkScene.read(store, named)).hasSize(2000);
            } finally {
                server.stop();
            }
        }
        assertThat(verdicts()).containsExactly(Verdict.WHOLE);
    }

    private List<Verdict> verdicts() throws Exception {
        List<Verdict> verdicts = new ArrayList<>();
        try (JournalInspection inspection =
                JournalInspection.ofDirectory(temporary, ConfigFactory.load())) {
            inspection.chunks(
                    Journal.persistenceId(ChunkScene.GROUP, ChunkScene.R1),
                    finding -> verdicts.add(finding.verdict()));
        }
        return verdicts;
    }
}
