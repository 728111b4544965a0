package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotSettingsTest {
    private static SnapshotSettings tail(int entries, int bytes) {
        return new SnapshotSettings(10, 0, 0, entries, bytes, 0, 1, 1_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatStaysOfALogIsWithinBothLimitsAndNoLess(long seed) {
        Random random = new Random(seed);
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            Payload payload = Payload.utf8("x".repeat(random.nextInt(30)));
            entries.add(Entry.of(EntryId.of(1, i), i, new Content.Command(payload)));
        }
        Log log = Log.EMPTY.append(entries).cutBefore(Index.of(random.nextInt(20)));
        for (int tailEntries : new int[] {0, 1, 7, 100}) {
            for (int tailBytes : new int[] {0, 1, 60, 500, 100_000}) {
                SnapshotSettings settings = tail(tailEntries, tailBytes);
                for (Index at = log.base().index(); !at.isAfter(Index.of(40)); at = at.next()) {
                    assertThat(settings.cut(log, at))
                            .as("%s of %s at %s", settings, log, at)
                            .isEqualTo(oneByOne(log, at, tailEntries, tailBytes));
                }
            }
        }
    }

    /** As long as there is room for one more, it stays. */
    private static Index oneByOne(Log log, Index at, int tailEntries, int tailBytes) {
        Index cut = at;
        long bytes = 0;
        while (cut.isAfter(log.base().index()) && at.minus(cut) < tailEntries) {
            bytes += log.entry(cut).sizeBytes();
            if (bytes > tailBytes) break;
            cut = Index.of(cut.value() - 1);
        }
        return cut;
    }
}
