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
    @DisplayName("§13.12 States in bytes of two versions say nothing of one another")
    void versionsAreNotCompared() {
        Fingerprint before = new Fingerprint(id("1/4"), A, new Digest(1, "cc"));
        Fingerprint after = new Fingerprint(id("1/4"), A, new Digest(2, "dd"));
        Fingerprint damaged = new Fingerprint(id("1/4"), A, new Digest(2, "ee"));
        assertThat(before.contradicts(after)).isFalse();
        assertThat(after.contradicts(before)).isFalse();
        assertThat(after.contradicts(damaged)).isTrue();
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
        LogPosition here = new LogPosition(id("1/4"), 4, 400, List.of());
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
        assertThat(new LogPosition(id("1/3"), 3, 300, List.of(r2, r3)).readmissions()).hasSize(2);
        assertThatThrownBy(() -> new LogPosition(id("1/3"), 3, 300, List.of(r3, r2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(id("1/2"), 3, 300, List.of(r2, r3)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(EntryId.ZERO, 3, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(id("1/2"), -1, 1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(EntryId.ZERO, 0, 3, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogPosition(id("1/2"), 1, -1, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 9999, 6", "2, 9999, 4", "6, 9999, 0", "9, 9999, 0", "9, 140, 4", "9, 0, 6"})
    void theTailIsBoundedByEntriesAndBytes(int entries, int bytes, long cut) {
        SnapshotSettings settings = new SnapshotSettings(4, 0, 0, entries, bytes, 0, 1, 1);
        Log log = log("1/1 1/2 1/3 1/4 1/5 1/6 1/7");
        assertThat(log.entry(Index.of(1)).sizeBytes()).isEqualTo(67);
        assertThat(settings.cut(log, Index.of(6))).isEqualTo(Index.of(cut));
    }

    /**
     * Each entry has 67 bytes: multiples of 150 are passed at 3, 5, 7 and 9, those of 60 always.
     */
    @ParameterizedTest
    @CsvSource({
        "4, 0, 0, 9, 8",
        "4, 0, 4, 7, 0",
        "4, 0, 3, 4, 4",
        "100, 150, 0, 9, 9",
        "100, 150, 3, 4, 0",
        "100, 150, 4, 6, 5",
        "100, 150, 0, 2, 0",
        "100, 60, 4, 5, 5",
        "4, 150, 0, 4, 4",
        "4, 150, 4, 6, 5",
        "4, 150, 7, 8, 8",
        "0, 150, 0, 9, 0"
    })
    void aPositionIsPassedByEntriesOrBytes(int every, int bytes, long from, long to, long newest) {
        SnapshotSettings settings = new SnapshotSettings(every, bytes, 0, 2, 999, 0, 1, 1);
        Log whole = log("1/1 1/2 1/3 1/4 1/5 1/6 1/7 1/8 1/9");
        for (long base = 0; base <= from; base++) {
            Log cut = whole.cutBefore(Index.of(base));
            assertThat(settings.newestPosition(cut, Index.of(from), Index.of(to)))
                    .as("of a log that was cut at %d", base)
                    .isEqualTo(Index.of(newest));
        }
    }

    @Test
    void aLargeEntryPassesSeveralMultiplesAtOnce() {
        SnapshotSettings settings = new SnapshotSettings(100, 150, 0, 2, 999, 0, 1, 1);
        Content large = new Content.Command(Payload.wrap(new byte[1_000]));
        Log log = log("1/1").append(List.of(Entry.of(id("1/2"), 2, large)));
        assertThat(settings.newestPosition(log, Index.ZERO, Index.of(2))).isEqualTo(Index.of(2));
        Log after = log.append(List.of(Replicas.entry("1/3")));
        assertThat(settings.newestPosition(after, Index.of(2), Index.of(3))).isEqualTo(Index.ZERO);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 7, 6", "0, 0, 5, 3", "0, 3, 5, 0", "4, 0, 5, 4", "4, 3, 7, 6", "4, 6, 8, 8"})
    void aMarkIsAPositionToo(int every, long from, long to, long newest) {
        SnapshotSettings settings = new SnapshotSettings(every, 0, 0, 2, 999, 0, 1, 1);
        Log whole =
                log("1/1 1/2")
                        .append(List.of(Entry.of(id("1/3"), 3, new Content.Mark())))
                        .append(Replicas.entries("1/4 1/5"))
                        .append(List.of(Entry.of(id("1/6"), 6, new Content.Mark())))
                        .append(Replicas.entries("1/7 1/8"));
        for (long base = 0; base <= from; base++) {
            Log cut = whole.cutBefore(Index.of(base));
            assertThat(settings.newestPosition(cut, Index.of(from), Index.of(to)))
                    .as("of a log that was cut at %d", base)
                    .isEqualTo(Index.of(newest));
        }
    }

    @Test
    void aMarkThatWasReplacedIsNone() {
        Log marked = log("1/1").append(List.of(Entry.of(id("1/2"), 2, new Content.Mark())));
        Log replaced = marked.cutAfter(Index.of(1)).append(Replicas.entries("2/2"));
        SnapshotSettings off = SnapshotSettings.OFF;
        assertThat(off.newestPosition(marked, Index.ZERO, Index.of(2))).isEqualTo(Index.of(2));
        assertThat(off.newestPosition(replaced, Index.ZERO, Index.of(2))).isEqualTo(Index.ZERO);
    }

    @Test
    void theTailNeverReachesBelowTheBase() {
        Log cut = log("1/1 1/2 1/3 1/4 1/5 1/6").cutBefore(Index.of(4));
        assertThat(ReplicaScene.SNAPSHOTS.cut(cut, Index.of(5))).isEqualTo(Index.of(4));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new SnapshotSettings(-1, 0, 0, 0, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotSettings(1, -1, 0, 0, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotSettings(1, 0, 0, -1, 0, 0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SnapshotSettings(1, 0, 0, 0, 0, 0, 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SnapshotSettings.standard().everyEntries()).isPositive();
        assertThat(SnapshotSettings.OFF.everyEntries()).isZero();
    }
}
