package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
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

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogTest {
    private static final Log LOG = log("1/1 1/2 3/3 3/4 3/5 6/6");

    @Test
    void anEmptyLogEndsBeforeTheFirstEntry() {
        assertThat(Log.EMPTY.isEmpty()).isTrue();
        assertThat(Log.EMPTY.size()).isZero();
        assertThat(Log.EMPTY.lastId()).isEqualTo(EntryId.ZERO);
        assertThat(Log.EMPTY.base()).isEqualTo(EntryId.ZERO);
        assertThat(Log.EMPTY.stampMillis()).isZero();
        assertThat(Log.EMPTY.slice(Index.of(1), 10, 10)).isEmpty();
        assertThat(Log.EMPTY.idsAfter(Index.ZERO)).isEmpty();
    }

    @Test
    void appendedEntriesStandInTheirPlaces() {
        assertThat(LOG.isEmpty()).isFalse();
        assertThat(LOG.size()).isEqualTo(6);
        assertThat(LOG.lastId()).isEqualTo(id("6/6"));
        assertThat(LOG.stampMillis()).isEqualTo(6);
        for (Entry each : entries("1/1 1/2 3/3 3/4 3/5 6/6")) {
            assertThat(LOG.entry(each.index())).isEqualTo(each);
        }
    }

    @Test
    void appendingNothingIsTheSameLog() {
        assertThat(LOG.append(List.of())).isSameAs(LOG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6/6", "6/8", "6/1"})
    void anEntryThatDoesNotFollowByIndexIsAViolation(String next) {
        assertThatThrownBy(() -> LOG.append(entries(next)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("entries follow one another by index");
    }

    @Test
    void anEpochThatFallsIsAViolation() {
        assertThatThrownBy(() -> LOG.append(entries("5/7")))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("epochs never fall along a log");
        assertThatThrownBy(() -> LOG.append(entries("7/7 6/8")))
                .isInstanceOf(Invariants.Violation.class);
    }

    @Test
    void aStampThatFallsIsAViolation() {
        Entry early = Entry.of(id("6/7"), 5, new Content.NoOp());
        assertThatThrownBy(() -> LOG.append(List.of(early)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("stamps never fall along a log");
        Entry equal = Entry.of(id("6/7"), 6, new Content.NoOp());
        assertThat(LOG.append(List.of(equal)).stampMillis()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "0/0, true",
        "1/1, true",
        "2/1, false",
        "3/3, true",
        "1/3, false",
        "6/6, true",
        "6/7, false",
        "7/6, false",
        "9/900, false"
    })
    void aLogHoldsItsVeryIdsAndItsBase(String id, boolean held) {
        assertThat(LOG.holds(id(id))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource({"0, 0/0", "1, 1/1", "3, 3/3", "6, 6/6"})
    void theIdAtAnIndexThatIsHeld(long index, String id) {
        assertThat(LOG.idAt(Index.of(index))).contains(id(id));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 4_294_967_297L, Long.MAX_VALUE})
    void thereIsNoIdPastTheEnd(long index) {
        assertThat(LOG.idAt(Index.of(index))).isEmpty();
        assertThat(LOG.holds(EntryId.of(6, index))).isFalse();
        assertThatThrownBy(() -> LOG.entry(Index.of(index)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("the log holds the index");
    }

    @Test
    void thereIsNoEntryAtTheBase() {
        assertThatThrownBy(() -> LOG.entry(Index.ZERO)).isInstanceOf(Invariants.Violation.class);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 3", "4, 3", "5, 3", "6, 6"})
    void theFirstIndexOfAnEpoch(long index, long first) {
        assertThat(LOG.firstOfEpoch(Index.of(index))).isEqualTo(Index.of(first));
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 1/1 1/2", "2, 3, 1/2 3/3 3/4", "5, 9, 3/5 6/6", "6, 1, 6/6"})
    void aSliceHasAtMostSoManyEntries(long from, int entriesMax, String expected) {
        assertThat(LOG.slice(Index.of(from), entriesMax, Integer.MAX_VALUE))
                .isEqualTo(entries(expected));
    }

    @Test
    void aSliceHasAtMostSoManyBytesButForItsFirstEntry() {
        int one = entry("1/1").sizeBytes();
        assertThat(LOG.slice(Index.of(1), 9, 2 * one)).isEqualTo(entries("1/1 1/2"));
        assertThat(LOG.slice(Index.of(1), 9, 2 * one - 1)).isEqualTo(entries("1/1"));
        assertThat(LOG.slice(Index.of(3), 9, 1)).isEqualTo(entries("3/3"));
    }

    @Test
    void aSliceBehindTheEndIsEmptyAndFurtherIsAViolation() {
        assertThat(LOG.slice(Index.of(7), 9, 999)).isEmpty();
        assertThatThrownBy(() -> LOG.slice(Index.of(8), 9, 999))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("a slice starts in the log");
        assertThatThrownBy(() -> LOG.slice(Index.ZERO, 9, 999))
                .isInstanceOf(Invariants.Violation.class);
    }

    @Test
    void aRangeIncludesBothEnds() {
        assertThat(LOG.range(Index.of(2), Index.of(4))).isEqualTo(entries("1/2 3/3 3/4"));
        assertThat(LOG.range(Index.of(4), Index.of(4))).isEqualTo(entries("3/4"));
        assertThat(LOG.range(Index.of(4), Index.of(3))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "2, 1/1 1/2", "6, 1/1 1/2 3/3 3/4 3/5 6/6"})
    void aCutKeepsAllUpToAnIndex(long last, String kept) {
        assertThat(LOG.cutAfter(Index.of(last))).isEqualTo(log(kept));
    }

    @Test
    void aCutOutsideTheLogIsAViolation() {
        assertThatThrownBy(() -> LOG.cutAfter(Index.of(7)))
                .isInstanceOf(Invariants.Violation.class)
                .hasMessageContaining("a cut lies in the log");
    }

    @Test
    void theIdsAfterAnIndexAreWhatACutWouldDiscard() {
        assertThat(LOG.idsAfter(Index.of(4))).isEqualTo(ids("3/5 6/6"));
        assertThat(LOG.idsAfter(Index.of(6))).isEmpty();
    }

    @Test
    void theStampAfterACutIsThatOfTheNewLastEntry() {
        assertThat(LOG.cutAfter(Index.of(4)).stampMillis()).isEqualTo(4);
        assertThat(LOG.cutAfter(Index.ZERO).stampMillis()).isZero();
    }

    @Test
    void logsAreEqualByWhatTheyHold() {
        assertThat(log("1/1 1/2")).isEqualTo(log("1/1 1/2")).hasSameHashCodeAs(log("1/1 1/2"));
        assertThat(log("1/1 1/2")).isNotEqualTo(log("1/1"));
        assertThat(log("1/1 1/2")).isNotEqualTo(log("1/1 2/2"));
        assertThat(log("1/1 1/2")).isEqualTo(LOG.cutAfter(Index.of(2)));
    }

    @Test
    void theNewestReadmissionNamesTheVoter() {
        Log once = log("1/1").append(List.of(readmission("2/2", R2, secondLife(R2))));
        Log twice = once.append(List.of(readmission("3/3", R2, secondLife(R2).next())));
        assertThat(log("1/1").readmissionOf(R2)).isEmpty();
        assertThat(once.readmissionOf(R2).map(Readmission::at)).contains(id("2/2"));
        assertThat(twice.readmissionOf(R2).map(Readmission::at)).contains(id("3/3"));
        assertThat(twice.readmissionOf(R3)).isEmpty();
        assertThat(log("1/1").voter(FOUNDING, R2)).contains(life(R2));
        assertThat(once.voter(FOUNDING, R2)).contains(secondLife(R2));
        assertThat(twice.voter(FOUNDING, R2)).contains(secondLife(R2).next());
        assertThat(twice.voter(FOUNDING, R1)).contains(life(R1));
        assertThat(twice.voter(FOUNDING, ReplicaId.of("r9"))).isEqualTo(Optional.empty());
    }

    @Test
    void aCutForgetsTheReadmissionsBehindItAndNoOther() {
        Log readmitted =
                log("1/1")
                        .append(List.of(readmission("2/2", R2, secondLife(R2))))
                        .append(List.of(readmission("2/3", R3, secondLife(R3))))
                        .append(List.of(readmission("3/4", R2, secondLife(R2).next())));
        assertThat(readmitted.cutAfter(Index.of(3)).voter(FOUNDING, R2)).contains(secondLife(R2));
        assertThat(readmitted.cutAfter(Index.of(3)).voter(FOUNDING, R3)).contains(secondLife(R3));
        assertThat(readmitted.cutAfter(Index.of(2)).voter(FOUNDING, R3)).contains(life(R3));
        assertThat(readmitted.cutAfter(Index.of(1)).voter(FOUNDING, R2)).contains(life(R2));
        Log again = readmitted.cutAfter(Index.of(1)).append(entries("4/2 4/3 4/4"));
        assertThat(again.readmissionOf(R2)).isEmpty();
        assertThat(readmitted.voter(FOUNDING, R2)).contains(secondLife(R2).next());
    }
}
