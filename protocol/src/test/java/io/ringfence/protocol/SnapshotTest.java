package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values that snapshots are spoken of with. */
class SnapshotTest {
    private static final Digest A = new Digest("aa");
    private static final Digest B = new Digest("bb");

    @Test
    void aDigestIsHexadecimal() {
        assertThat(Digest.of(new byte[] {0x0f, (byte) 0xf0}).hex()).isEqualTo("0ff0");
        assertThat(new Digest("0ff0").toByteArray()).containsExactly(0x0f, 0xf0);
        assertThatThrownBy(() -> new Digest("0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Digest("xy")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Digest("ab".repeat(65)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1/4, aa, '', 1/4, aa, '', false",
        "1/4, aa, '', 1/4, bb, '', true",
        "1/4, aa, '', 2/4, aa, '', true",
        "1/4, aa, '', 1/5, bb, '', false",
        "1/4, aa, cc, 1/4, aa, dd, true",
        "1/4, aa, cc, 1/4, aa, '', false",
        "1/4, '', '', 1/4, bb, '', false"
    })
    @DisplayName("§13.12 Digests are compared at equal indexes only, and only where both are known")
    void whatContradicts(
            String at,
            String chain,
            String state,
            String at2,
            String chain2,
            String state2,
            boolean is) {
        Fingerprint one = new Fingerprint(id(at), new Digest(chain), new Digest(state));
        Fingerprint other = new Fingerprint(id(at2), new Digest(chain2), new Digest(state2));
        assertThat(one.contradicts(other)).isEqualTo(is);
        assertThat(other.contradicts(one)).isEqualTo(is);
    }

    @Test
    void aFingerprintIsCompletedByTheDigestOfTheState() {
        Fingerprint entries = new Fingerprint(id("1/4"), A, Digest.NONE);
        Fingerprint whole = new Fingerprint(id("1/4"), A, B);
        assertThat(entries.or(whole)).isEqualTo(whole);
        assertThat(whole.or(entries)).isEqualTo(whole);
    }

    @Test
    void aSnapshotIsSomewhereAndHasAPiece() {
        assertThatThrownBy(() -> new Snapshot(LogPosition.ZERO, A, A, A, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        LogPosition here = new LogPosition(id("1/4"), 4, List.of());
        assertThatThrownBy(() -> new Snapshot(here, A, A, A, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Snapshot(here, A, A, A, 1, -1))
                .isInstanceOf(IllegalArgumentException.class);
        Snapshot snapshot = new Snapshot(here, A, B, B, 2, 9);
        assertThat(snapshot.id()).isEqualTo(new SnapshotId(id("1/4"), B));
        assertThat(snapshot.fingerprint()).isEqualTo(new Fingerprint(id("1/4"), A, B));
    }

    @Test
    void aPositionNamesReadmissionsInOrderAndUpToItself() {
        Readmission r2 = new Readmission(R2, life(R2), id("1/2"));
        Readmission r3 = new Readmission(R3, life(R3), id("1/3"));
        assertThat(new LogPosition(id("1/3"), 3, List.of(r2, r3)).readmissions()).hasSize(2);
        assertThatThrownBy(() -> new LogPosition(id("1/3"), 3, List.of(r3, r2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(id("1/2"), 3, List.of(r2, r3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(EntryId.ZERO, 3, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(id("1/2"), -1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 9999, 6", "2, 9999, 4", "6, 9999, 0", "9, 9999, 0", "9, 140, 4", "9, 0, 6"})
    void theTailIsBoundedByEntriesAndBytes(int entries, int bytes, long cut) {
        SnapshotSettings settings = new SnapshotSettings(4, 0, entries, bytes, 0, 1, 1);
        Log log = log("1/1 1/2 1/3 1/4 1/5 1/6 1/7");
        assertThat(log.entry(Index.of(1)).sizeBytes()).isEqualTo(67);
        assertThat(settings.cut(log, Index.of(6))).isEqualTo(Index.of(cut));
    }

    @Test
    void theTailNeverReachesBelowTheBase() {
        Log cut = log("1/1 1/2 1/3 1/4 1/5 1/6").cutBefore(Index.of(4));
        assertThat(ReplicaScene.SNAPSHOTS.cut(cut, Index.of(5))).isEqualTo(Index.of(4));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new SnapshotSettings(-1, 0, 0, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotSettings(1, 0, -1, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotSettings(1, 0, 0, 0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SnapshotSettings.standard().everyEntries()).isPositive();
        assertThat(SnapshotSettings.OFF.everyEntries()).isZero();
    }
}
