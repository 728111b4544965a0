package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.entry;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.ids;
import static io.ringfence.protocol.Replicas.life;
import static io.ringfence.protocol.Replicas.log;
import static io.ringfence.protocol.Replicas.readmission;
import static io.ringfence.protocol.Replicas.secondLife;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log that begins behind entries which it no longer holds. */
class LogCutTest {
    private static final Log WHOLE = log("1/1 1/2 3/3 3/4 3/5 6/6");
    private static final Log CUT = WHOLE.cutBefore(Index.of(3));

    @Test
    void aCutLogHoldsWhatFollowsItsBase() {
        assertThat(CUT.base()).isEqualTo(id("3/3"));
        assertThat(CUT.size()).isEqualTo(3);
        assertThat(CUT.lastId()).isEqualTo(id("6/6"));
        assertThat(CUT.isEmpty()).isFalse();
        assertThat(CUT.range(Index.of(4), Index.of(6))).isEqualTo(entries("3/4 3/5 6/6"));
        assertThat(CUT.idsAfter(Index.of(4))).isEqualTo(ids("3/5 6/6"));
        assertThat(CUT.stampMillis()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"3/3, true", "2/3, false", "3/4, true", "1/2, false", "6/6, true", "6/7, false"})
    void itHoldsItsBaseAndNothingBefore(String id, boolean held) {
        assertThat(CUT.holds(id(id))).isEqualTo(held);
    }

    @Test
    void nothingBeforeTheBaseIsThere() {
        assertThat(CUT.idAt(Index.of(2))).isEmpty();
        assertThat(CUT.idAt(Index.of(3))).contains(id("3/3"));
        assertThatThrownBy(() -> CUT.entry(Index.of(3))).isInstanceOf(Invariants.Violation.class);
        assertThatThrownBy(() -> CUT.slice(Index.of(3), 9, 999))
                .isInstanceOf(Invariants.Violation.class);
        assertThatThrownBy(() -> CUT.cutBefore(Index.of(2)))
                .isInstanceOf(Invariants.Violation.class);
        assertThatThrownBy(() -> CUT.cutAfter(Index.of(2)))
                .isInstanceOf(Invariants.Violation.class);
    }

    @Test
    void aCutLeavesTheWholeLogAlone() {
        assertThat(WHOLE.size()).isEqualTo(6);
        assertThat(CUT.append(entries("6/7")).lastId()).isEqualTo(id("6/7"));
        assertThat(WHOLE.append(entries("7/7")).entry(Index.of(7))).isEqualTo(entry("7/7"));
        assertThat(WHOLE.cutBefore(Index.ZERO)).isSameAs(WHOLE);
    }

    @Test
    void aLogThatIsCutAtItsEndGoesOnFromThere() {
        Log none = WHOLE.cutBefore(Index.of(6));
        assertThat(none.size()).isZero();
        assertThat(none.isEmpty()).isFalse();
        assertThat(none.lastId()).isEqualTo(id("6/6"));
        assertThat(none.stampMillis()).isEqualTo(6);
        assertThat(none.append(entries("6/7")))
                .isEqualTo(CUT.append(entries("6/7")).cutBefore(Index.of(6)));
        assertThat(none).isEqualTo(Log.after(WHOLE.position(Index.of(6))));
    }

    @Test
    void stampsAndEpochsGoOnFromTheBase() {
        Log none = WHOLE.cutBefore(Index.of(6));
        Entry early = Entry.of(id("6/7"), 5, new Content.NoOp());
        assertThatThrownBy(() -> none.append(List.of(early)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("stamps never fall along a log");
        assertThatThrownBy(() -> none.append(entries("5/7")))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("epochs never fall along a log");
        assertThat(CUT.cutAfter(Index.of(3)).stampMillis()).isEqualTo(3);
        assertThat(CUT.stampAt(Index.of(3))).isEqualTo(3);
        assertThat(CUT.stampAt(Index.of(4))).isEqualTo(4);
    }

    @Test
    void sizesAreOfWhatIsHeld() {
        int one = entry("1/1").sizeBytes();
        assertThat(WHOLE.sizeBytes()).isEqualTo(6L * one);
        assertThat(CUT.sizeBytes()).isEqualTo(3L * one);
        assertThat(CUT.cutAfter(Index.of(4)).sizeBytes()).isEqualTo(one);
        assertThat(CUT.append(entries("6/7")).sizeBytes()).isEqualTo(4L * one);
    }

    /** r2 was readmitted twice, r3 once, behind that. */
    private static Log readmitted() {
        return log("1/1")
                .append(
                        List.of(
                                readmission("2/2", R2, life(R2)),
                                readmission("2/3", R3, secondLife(R3)),
                                readmission("2/4", R2, secondLife(R2)),
                                entry("2/5")));
    }

    @Test
    void whoVotesIsKnownFromWhatWasCut() {
        Log cut = readmitted().cutBefore(Index.of(4));
        assertThat(cut.voter(FOUNDING, R2)).contains(secondLife(R2));
        assertThat(cut.readmissionOf(R2).map(Readmission::at)).contains(id("2/4"));
        assertThat(cut.readmissionOf(R3).map(Readmission::at)).contains(id("2/3"));
        assertThat(cut.cutAfter(Index.of(4)).readmissionOf(R2)).isPresent();
    }

    @Test
    void aPositionNamesTheNewestReadmissionOfEachUpToThere() {
        assertThat(readmitted().position(Index.of(3)))
                .isEqualTo(
                        new LogPosition(
                                id("2/3"),
                                3,
                                67 + 2 * 320,
                                List.of(
                                        new Readmission(R2, life(R2), id("2/2")),
                                        new Readmission(R3, secondLife(R3), id("2/3")))));
        assertThat(readmitted().position(Index.of(1)).readmissions()).isEmpty();
        assertThat(readmitted().position(Index.ZERO)).isEqualTo(LogPosition.ZERO);
        Log cut = readmitted().cutBefore(Index.of(4));
        assertThat(cut.position(Index.of(5)).readmissions())
                .isEqualTo(readmitted().position(Index.of(5)).readmissions());
        assertThat(cut.position(Index.of(4))).isEqualTo(cut.origin());
    }

    @Test
    void aReadmissionBehindTheCutReplacesTheOneBefore() {
        Log cut = readmitted().cutBefore(Index.of(3));
        assertThat(cut.readmissionOf(R2).map(Readmission::at)).contains(id("2/4"));
        assertThat(cut.cutAfter(Index.of(3)).readmissionOf(R2).map(Readmission::at))
                .contains(id("2/2"));
    }

    @Test
    void logsOfDifferentOriginsAreNotEqual() {
        LogPosition other = new LogPosition(id("3/3"), 2, 201, List.of());
        assertThat(Log.after(other)).isNotEqualTo(CUT.cutAfter(Index.of(3)));
    }

    @Test
    void whatIsCutIsLetGoOf() {
        Entry cut = Entry.of(id("1/1"), 0, new Content.NoOp());
        WeakReference<Entry> seen = new WeakReference<>(cut);
        Log rest =
                Log.EMPTY
                        .append(List.of(cut))
                        .append(List.of(Entry.of(id("1/2"), 0, new Content.NoOp())))
                        .cutBefore(Index.of(1));
        cut = null;
        for (int i = 0; i < 50 && seen.get() != null; i++) System.gc();
        assertThat(Optional.ofNullable(seen.get())).isEmpty();
        assertThat(rest.lastId()).isEqualTo(id("1/2"));
    }

    @Test
    void manyCutsAndAppendsLeaveOnlyTheTail() {
        Log log = Log.EMPTY;
        for (long i = 1; i <= 10_000; i++) {
            log = log.append(List.of(Entry.of(EntryId.of(1, i), 0, new Content.NoOp())));
            if (i % 100 == 0) log = log.cutBefore(Index.of(i - 10));
        }
        assertThat(log.size()).isEqualTo(10);
        assertThat(log.base()).isEqualTo(id("1/9990"));
    }

    @Test
    void whatWasWrittenBeforeACutCountsOn() {
        for (long i = 3; i <= 6; i++) {
            assertThat(CUT.totalBytes(Index.of(i))).isEqualTo(WHOLE.totalBytes(Index.of(i)));
        }
        Log replaced = CUT.cutAfter(Index.of(4)).append(entries("7/5"));
        assertThat(replaced.totalBytes(Index.of(5))).isEqualTo(5 * Replicas.ENTRY_BYTES);
        assertThat(Log.after(CUT.origin()).totalBytes(Index.of(3)))
                .isEqualTo(3 * Replicas.ENTRY_BYTES);
    }
}
