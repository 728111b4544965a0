package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An entry's bytes are made once, and are the same wherever they are (design §6). */
class EntryBytesTest {
    /** An entry as a newer version wrote it, with a field that this one does not know. */
    private static byte[] ofNewerVersion() {
        return Proto.Entry.newBuilder()
                .setEpoch(4)
                .setIndex(42)
                .setStampMillis(1_700_000_000_000L)
                .setCommand(ByteString.copyFromUtf8("x"))
                .setUnknownFields(Records.UNKNOWN)
                .build()
                .toByteArray();
    }

    @Test
    void theEncoderIsCalledOnceForWireAndJournal() throws Exception {
        List<Entry> entries = Samples.entries();
        List<ByteString> wire = wire(append(entries));
        byte[] first = memo(entries.get(0));
        List<ByteString> journal = journal(event(entries));
        assertThat(memo(entries.get(0))).isSameAs(first);
        assertThat(journal).isEqualTo(wire).hasSize(entries.size());
    }

    @Test
    void theEncoderIsCalledOnceWhenTheJournalComesFirst() throws Exception {
        List<Entry> entries = Samples.entries();
        List<ByteString> journal = journal(event(entries));
        byte[] first = memo(entries.get(0));
        List<ByteString> wire = wire(append(entries));
        assertThat(memo(entries.get(0))).isSameAs(first);
        assertThat(wire).isEqualTo(journal);
    }

    @Test
    void aFollowersJournalHoldsTheLeadersBytes() throws Exception {
        byte[] leaders = ofNewerVersion();
        List<Entry> received = overTheWire(List.of(EntryCodec.decode(leaders)));
        assertThat(journal(event(received))).containsExactly(ByteString.copyFrom(leaders));
    }

    @Test
    void whatARecoveredReplicaHandsOutAreTheLeadersBytes() throws Exception {
        byte[] leaders = ofNewerVersion();
        byte[] row = EventCodec.encode(event(List.of(EntryCodec.decode(leaders))));
        List<Entry> recovered = ((Event.EntriesAppended) EventCodec.decode(row)).entries();
        Message handed =
                new Message.LogFetched(
                        Samples.VOTER, Samples.TERM, Samples.L1, Samples.PREVIOUS, recovered);
        assertThat(
                        Proto.MessageRecord.parseFrom(MessageCodec.encode(handed))
                                .getAnswer()
                                .getLogFetched()
                                .getEntriesList())
                .containsExactly(ByteString.copyFrom(leaders));
    }

    @Test
    void aSnapshotHoldsTheLeadersBytes() throws Exception {
        byte[] leaders =
                Proto.Entry.parseFrom(ofNewerVersion()).toBuilder()
                        .setIndex(1)
                        .build()
                        .toByteArray();
        FollowerState state =
                FollowerState.blank(Samples.R1)
                        .apply(new Event.GroupFounded(Samples.FOUNDING))
                        .apply(
                                new Event.EntriesAppended(
                                        EntryId.ZERO,
                                        List.of(EntryCodec.decode(leaders)),
                                        Index.ZERO));
        FollowerState read = StateCodec.decode(StateCodec.encode(state));
        assertThat(Records.state(StateCodec.encode(read)).getEntriesList())
                .containsExactly(ByteString.copyFrom(leaders));
    }

    @Test
    void aPayloadIsASliceOfItsEntrysBytes() {
        byte[] bytes = EntryCodec.encode(Entry.of(EntryId.of(1, 1), 0, Samples.command("secret")));
        byte[] handedOver = bytes.clone();
        Payload payload = ((Content.Command) EntryCodec.decode(handedOver).content()).payload();
        assertThat(payload.utf8()).isEqualTo("secret");
        Arrays.fill(handedOver, (byte) '*');
        assertThat(payload.utf8()).isEqualTo("******");
    }

    @Test
    void anEntryDoesNotKeepItsWholeBatchInMemory() {
        byte[] wire = MessageCodec.encode(append(Samples.entries()));
        List<Entry> received = ((Message.Append) MessageCodec.decode(wire)).entries();
        Arrays.fill(wire, (byte) '*');
        assertThat(received).isEqualTo(Samples.entries());
    }

    @Test
    void anEntryOfTheLargestNumbersIsWithinItsBound() {
        long largest = Long.MAX_VALUE - 1;
        for (int size : new int[] {0, 1, 127, 128, 20_000, 3_000_000}) {
            Content content = new Content.Command(Payload.wrap(new byte[size]));
            Entry entry = Entry.of(EntryId.of(largest, largest), Long.MAX_VALUE, content);
            List<ByteString> batch = EntryCodec.encodeAll(List.of(entry));
            int inBatch =
                    Proto.Append.newBuilder().addAllEntries(batch).build().getSerializedSize();
            assertThat(inBatch).isLessThanOrEqualTo(entry.sizeBytes());
        }
    }

    private static Message.Append append(List<Entry> entries) {
        return new Message.Append(
                Samples.TERM,
                Samples.L1,
                Samples.STREAM,
                Samples.PREVIOUS,
                entries,
                Samples.COMMIT,
                Samples.ROUND);
    }

    private static Event event(List<Entry> entries) {
        return new Event.EntriesAppended(Samples.PREVIOUS, entries, Samples.COMMIT);
    }

    private static List<Entry> overTheWire(List<Entry> entries) {
        return ((Message.Append) MessageCodec.decode(MessageCodec.encode(append(entries))))
                .entries();
    }

    private static List<ByteString> wire(Message.Append append)
            throws InvalidProtocolBufferException {
        return Proto.MessageRecord.parseFrom(MessageCodec.encode(append))
                .getFromLeader()
                .getAppend()
                .getEntriesList();
    }

    private static List<ByteString> journal(Event event) throws InvalidProtocolBufferException {
        return Records.event(EventCodec.encode(event)).getEntriesAppended().getEntriesList();
    }

    /** The bytes that the entry keeps; there must be some. */
    private static byte[] memo(Entry entry) {
        return entry.encoded(
                e -> {
                    throw new AssertionError("encoded a second time: " + e);
                });
    }
}
