package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.EntryId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkedSnapshotTest {
    private static final EntryId ID = EntryId.of(3, 9);
    private static final String DIGEST = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({"1, 1000, 1, 1", "999, 1000, 1, 999", "1000, 1000, 1, 1000", "1001, 1000, 2, 1"})
    void theLastChunkHasWhatIsLeft(long bytes, int chunkBytes, int chunks, int last) {
        ChunkedSnapshot snapshot = new ChunkedSnapshot(ID, DIGEST, bytes, chunkBytes);
        assertThat(snapshot.chunks()).isEqualTo(chunks);
        assertThat(snapshot.sizeOf(chunks - 1)).isEqualTo(last);
        if (chunks > 1) assertThat(snapshot.sizeOf(0)).isEqualTo(chunkBytes);
    }

    @Test
    void aSnapshotOfManyGigabytesHasAName() {
        ChunkedSnapshot snapshot = new ChunkedSnapshot(ID, DIGEST, 1L << 40, 1 << 18);
        assertThat(snapshot.chunks()).isEqualTo(1 << 22);
        assertThat(snapshot.sizeOf((1 << 22) - 1)).isEqualTo(1 << 18);
        assertThat(snapshot.contentKey()).hasSizeLessThan(160);
    }

    @Test
    void theContentKeySaysAllButTheEntryId() {
        ChunkedSnapshot snapshot = new ChunkedSnapshot(ID, DIGEST, 1234, 100);
        assertThat(ChunkedSnapshot.of(ID, snapshot.contentKey())).isEqualTo(snapshot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "draft:x", "sha256:00:1:1", "sha256:DIGEST:0:1", "sha256:DIGEST:1"})
    void whatIsNoContentKeyIsRefused(String key) {
        assertThatThrownBy(() -> ChunkedSnapshot.of(ID, key.replace("DIGEST", DIGEST)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"chunk-bytes, 0", "chunk-bytes, 1025 KiB", "written-bytes-per-second, 0"})
    void aSettingThatCannotBeIsNamed(String name, String value) {
        Config config =
                ConfigFactory.parseString("ringfence.chunk-store." + name + " = " + value)
                        .withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> ChunkSettings.of(config))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(name);
    }
}
