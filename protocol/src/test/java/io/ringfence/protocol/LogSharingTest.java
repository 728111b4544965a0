package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static io.ringfence.protocol.Replicas.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Logs that grew from one another share an array, and never see it. */
class LogSharingTest {
    private static final Content NO_OP = new Content.NoOp();
    private static final Term EPOCH = Term.of(1);

    private static long allocatedBytes(Supplier<Log> work) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        Log made = work.get();
        long after = threads.getThreadAllocatedBytes(thread);
        assertThat(made.isEmpty()).isFalse();
        return after - before;
    }

    private static Log appendOneByOne(Log log, int entries) {
        Log grown = log;
        for (int i = 0; i < entries; i++) {
            EntryId id = new EntryId(EPOCH, grown.lastId().index().next());
            grown = grown.append(List.of(Entry.of(id, 0, NO_OP)));
        }
        return grown;
    }

    @Test
    void anOlderVersionNeverSeesLaterAppends() {
        Log older = log("1/1 1/2");
        Log newer = older.append(entries("1/3 1/4"));
        assertThat(older.size()).isEqualTo(2);
        assertThat(older.lastId()).isEqualTo(id("1/2"));
        assertThat(older.holds(id("1/3"))).isFalse();
        assertThat(older.idAt(Index.of(3))).isEmpty();
        assertThat(older.slice(Index.of(1), 9, 9_999)).isEqualTo(entries("1/1 1/2"));
        assertThat(older).isEqualTo(log("1/1 1/2"));
        assertThat(newer).isEqualTo(log("1/1 1/2 1/3 1/4"));
    }

    @Test
    void twoWaysOnFromOneLogDoNotMeet() {
        Log fork = log("1/1 1/2");
        Log left = fork.append(entries("2/3 2/4"));
        Log right = fork.append(entries("3/3"));
        Log further = left.append(entries("2/5"));
        assertThat(left).isEqualTo(log("1/1 1/2 2/3 2/4"));
        assertThat(right).isEqualTo(log("1/1 1/2 3/3"));
        assertThat(further).isEqualTo(log("1/1 1/2 2/3 2/4 2/5"));
        assertThat(fork).isEqualTo(log("1/1 1/2"));
    }

    @Test
    void whatIsAppendedBehindACutLeavesTheUncutLogAlone() {
        Log uncut = log("1/1 1/2 1/3");
        Log cut = uncut.cutAfter(Index.of(1));
        Log other = cut.append(entries("2/2 2/3"));
        assertThat(uncut).isEqualTo(log("1/1 1/2 1/3"));
        assertThat(cut).isEqualTo(log("1/1"));
        assertThat(other).isEqualTo(log("1/1 2/2 2/3"));
    }

    @Test
    void aDecisionFoldedTwiceIsOneLog() {
        Log before = log("1/1");
        List<Entry> decided = entries("1/2 1/3");
        Log first = before.append(decided);
        Log second = before.append(decided);
        Log third = second.append(entries("1/4"));
        assertThat(second).isEqualTo(first);
        assertThat(first).isEqualTo(log("1/1 1/2 1/3"));
        assertThat(third).isEqualTo(log("1/1 1/2 1/3 1/4"));
    }

    @Test
    void foldingTheSecondTimeCopiesNothing() {
        Log before = appendOneByOne(Log.EMPTY, 100_000);
        List<Entry> decided = List.of(Entry.of(EntryId.of(1, 100_001), 0, NO_OP));
        Log first = before.append(decided);
        long again = allocatedBytes(() -> before.append(decided));
        assertThat(first.size()).isEqualTo(100_001);
        assertThat(again).isLessThan(10_000);
    }

    @Test
    void appendingToAShorterVersionCopies() {
        Log before = appendOneByOne(Log.EMPTY, 100_000);
        List<Entry> one = List.of(Entry.of(EntryId.of(1, 100_001), 0, NO_OP));
        List<Entry> other = List.of(Entry.of(EntryId.of(2, 100_001), 0, NO_OP));
        Log longer = before.append(one);
        long copied = allocatedBytes(() -> before.append(other));
        assertThat(copied).isGreaterThan(4 * 100_000);
        assertThat(longer.lastId()).isEqualTo(id("1/100001"));
    }

    @Test
    void aPrefixOfWhatStandsBehindIsSharedAndADifferentEntryIsNot() {
        Log before = log("1/1");
        List<Entry> decided = entries("1/2 1/3");
        Log whole = before.append(decided);
        Log half = before.append(decided.subList(0, 1));
        assertThat(half).isEqualTo(log("1/1 1/2"));
        // Equal, yet another object: it may not take the place of the one that stands there.
        Log equal = half.append(entries("1/3"));
        assertThat(equal).isEqualTo(whole);
        assertThat(half.append(entries("2/3"))).isEqualTo(log("1/1 1/2 2/3"));
        assertThat(whole).isEqualTo(log("1/1 1/2 1/3"));
    }

    @Test
    void anAppendThatFailsLeavesNothingBehind() {
        Log before = appendOneByOne(Log.EMPTY, 3);
        List<Entry> broken = entries("1/4 1/6");
        assertThatThrownBy(() -> before.append(broken)).isInstanceOf(Invariants.Violation.class);
        assertThat(before.size()).isEqualTo(3);
        assertThat(before.append(entries("2/4 2/5")).idsAfter(Index.of(3)))
                .isEqualTo(Replicas.ids("2/4 2/5"));
    }

    /** What is allocated counts the copies, whatever else the machine does meanwhile. */
    @Test
    void appendingAMillionEntriesOneByOneIsLinear() {
        appendOneByOne(Log.EMPTY, 10_000);
        long hundredThousand = allocatedBytes(() -> appendOneByOne(Log.EMPTY, 100_000));
        long million = allocatedBytes(() -> appendOneByOne(Log.EMPTY, 1_000_000));
        assertThat(million).isLessThan(25 * hundredThousand);
        assertThat(million / 1_000_000).as("bytes for each entry").isLessThan(1_000);
    }

    @Test
    void appendingAfterACutIsLinearAgain() {
        Log cut = appendOneByOne(Log.EMPTY, 100_000).cutAfter(Index.of(99_000));
        long bytes = allocatedBytes(() -> appendOneByOne(cut, 100_000));
        assertThat(bytes / 100_000).as("bytes for each entry").isLessThan(1_000);
    }
}
