package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.protocol.Content;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Message;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Entries that do not follow one another stop at the gate, before a rule could trust them. */
class BatchTest {
    @Test
    void aBatchWithAGapIsRefused() {
        refused(entry(4, 43, 5));
        refused(entry(4, 42, 5), entry(4, 44, 5));
    }

    @Test
    void aBatchThatStandsStillIsRefused() {
        refused(entry(4, 41, 5));
        refused(entry(4, 42, 5), entry(4, 42, 5));
    }

    @Test
    void aBatchWhoseEpochsFallIsRefused() {
        refused(entry(3, 42, 5));
        refused(entry(6, 42, 5), entry(5, 43, 5));
    }

    @Test
    void aBatchWhoseStampsFallIsRefused() {
        refused(entry(4, 42, 5), entry(4, 43, 4));
    }

    private static void refused(Entry... entries) {
        byte[] append =
                MessageCodec.encode(
                        new Message.Append(
                                Samples.TERM,
                                Samples.L1,
                                Samples.STREAM,
                                Samples.PREVIOUS,
                                List.of(entries),
                                Samples.COMMIT,
                                Samples.ROUND));
        assertThatThrownBy(() -> MessageCodec.decode(append))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageMatching("corrupt record M1:Append: entry .* does not follow .*");
    }

    private static Entry entry(long epoch, long index, long stampMillis) {
        return Entry.of(EntryId.of(epoch, index), stampMillis, new Content.NoOp());
    }
}
