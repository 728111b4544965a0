package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A journal that another version wrote: no term records, and fields that this one never had. */
class OlderJournalTest {
    private static final Path JOURNAL = Path.of("src/test/resources/golden/journal-without-terms");

    @Test
    @DisplayName("V7 a journal without term records, with unknown fields, opens by V6")
    void aJournalWithoutTermRecordsOpens() throws IOException {
        FollowerState state = FollowerState.blank(Samples.R1);
        for (Event event : journal()) state = state.apply(event);
        assertThat(state.term()).isEqualTo(Term.of(5));
        assertThat(state.vote()).isEqualTo(Optional.of(FollowerState.SPENT));
        assertThat(state.log().lastId()).isEqualTo(EntryId.of(5, 3));
        assertThat(state.commitIndex()).isEqualTo(Index.of(1));
        assertThat(state.standing().isVoter()).isTrue();
    }

    @Test
    @DisplayName(
            "V7 what is read from it is written again as it was, unknown fields of entries too")
    void theEntriesOfAnotherVersionStayAsTheyWere() throws IOException {
        Event.EntriesAppended last = (Event.EntriesAppended) journal().get(3);
        ByteString again =
                Records.event(EventCodec.encode(last)).getEntriesAppended().getEntries(0);
        assertThat(Proto.Entry.parseFrom(again).getUnknownFields()).isEqualTo(Records.UNKNOWN);
    }

    @Test
    void aKindOfEventThatIsNotKnownIsRefusedAndNotSkipped() {
        Proto.EventRecord later =
                Proto.EventRecord.newBuilder().setUnknownFields(Records.UNKNOWN).build();
        assertThatThrownBy(() -> EventCodec.decode("E1:Merged", Seal.seal(later)))
                .isInstanceOf(CorruptRecord.class)
                .hasMessage("corrupt record E1: the event is of no kind known here");
    }

    @Test
    void aKindOfContentThatIsNotKnownIsRefusedAndNotSkipped() {
        byte[] later =
                Proto.Entry.newBuilder()
                        .setEpoch(1)
                        .setIndex(1)
                        .setStampMillis(0)
                        .setUnknownFields(Records.UNKNOWN)
                        .build()
                        .toByteArray();
        assertThatThrownBy(() -> EntryCodec.decode(later))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("content is of no kind known here");
    }

    @Test
    void aRecordOfALaterFormatIsRefusedByItsManifest() {
        byte[] row = EventCodec.encode(new Event.TermAdvanced(Samples.TERM));
        assertThatThrownBy(() -> new RingfenceSerializer().fromBinary(row, "E2:TermAdvanced"))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("E2:TermAdvanced");
    }

    @Test
    void aRecordThatIsNotOfTheKindThatItsManifestSaysIsRefused() {
        byte[] row = EventCodec.encode(new Event.TermAdvanced(Samples.TERM));
        assertThatThrownBy(() -> new RingfenceSerializer().fromBinary(row, "E1:VoteGranted"))
                .isInstanceOf(CorruptRecord.class)
                .hasMessage("corrupt record E1:VoteGranted: it holds E1:TermAdvanced");
    }

    private static List<Event> journal() throws IOException {
        if (System.getProperty("rewrite") != null) Files.write(JOURNAL, write());
        List<Event> events = new ArrayList<>();
        for (String line : Files.readAllLines(JOURNAL)) {
            String[] row = line.split(" ");
            events.add(EventCodec.decode(row[0], HexFormat.of().parseHex(row[1])));
        }
        return events;
    }

    private static List<String> write() {
        Proto.EventRecord.Builder started = Proto.EventRecord.newBuilder();
        started.getStartedBuilder()
                .setIncarnation(ValueCodec.proto(Samples.FIRST))
                .setUnknownFields(Records.UNKNOWN);
        Proto.EventRecord.Builder founded = Proto.EventRecord.newBuilder();
        founded.getGroupFoundedBuilder()
                .setFounding(
                        ValueCodec.proto(Samples.FOUNDING).toBuilder()
                                .setUnknownFields(Records.UNKNOWN));
        return List.of(
                "E1:Started " + row(started),
                "E1:GroupFounded " + row(founded),
                "E1:EntriesAppended " + row(appended(EntryId.ZERO, entry(3, 1), entry(3, 2))),
                "E1:EntriesAppended " + row(appended(EntryId.of(3, 2), entry(5, 3))));
    }

    private static Proto.EventRecord.Builder appended(EntryId previous, ByteString... entries) {
        Proto.EventRecord.Builder record = Proto.EventRecord.newBuilder();
        record.getEntriesAppendedBuilder()
                .setPrevious(ValueCodec.proto(previous))
                .addAllEntries(List.of(entries))
                .setCommitIndex(Math.min(1, previous.index().value()))
                .setUnknownFields(Records.UNKNOWN);
        return record;
    }

    private static ByteString entry(long epoch, long index) {
        return Proto.Entry.newBuilder()
                .setEpoch(epoch)
                .setIndex(index)
                .setStampMillis(1_600_000_000_000L + index)
                .setCommand(ByteString.copyFromUtf8("x"))
                .setUnknownFields(Records.UNKNOWN)
                .build()
                .toByteString();
    }

    private static String row(Proto.EventRecord.Builder record) {
        return HexFormat.of()
                .formatHex(Seal.seal(record.setUnknownFields(Records.UNKNOWN).build()));
    }
}
