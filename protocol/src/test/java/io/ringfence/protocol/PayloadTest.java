package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    private static final byte[] BYTES = {1, 2, 3, 4, 5};

    @Test
    void aSliceIsTheBytesAskedFor() {
        Payload slice = Payload.slice(BYTES, 1, 3);
        assertThat(slice.size()).isEqualTo(3);
        assertThat(slice.toByteArray()).containsExactly(2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 5", "5, 0", "4, 1"})
    void aSliceMayReachTheEnds(int from, int length) {
        assertThat(Payload.slice(BYTES, from, length).size()).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, -1", "0, 6", "5, 1", "6, 0", "1, 2147483647", "2147483647, 1"})
    void aSliceOutsideTheArrayIsRefused(int from, int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> Payload.slice(BYTES, from, length));
    }

    @Test
    void equalBytesAreEqualWhereverTheyStand() {
        Payload slice = Payload.slice(BYTES, 1, 3);
        Payload whole = Payload.wrap(new byte[] {2, 3, 4});
        assertThat(slice).isEqualTo(whole).hasSameHashCodeAs(whole);
        assertThat(slice).isNotEqualTo(Payload.slice(BYTES, 1, 2));
        assertThat(slice).isNotEqualTo(Payload.slice(BYTES, 0, 3));
        assertThat(Payload.slice(BYTES, 2, 0)).isEqualTo(Payload.EMPTY);
    }

    @Test
    void theBufferIsAReadOnlyViewOfItsBytesAlone() {
        ByteBuffer buffer = Payload.slice(BYTES, 1, 3).buffer();
        assertThat(buffer.position()).isZero();
        assertThat(buffer.capacity()).isEqualTo(3);
        assertThat(buffer.get(0)).isEqualTo((byte) 2);
        assertThatThrownBy(() -> buffer.put(0, (byte) 9))
                .isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void anArrayGivenOutIsACopy() {
        Payload payload = Payload.wrap(BYTES.clone());
        payload.toByteArray()[0] = 9;
        assertThat(payload.toByteArray()).isEqualTo(BYTES);
    }

    @Test
    void textIsUtf8() {
        Payload text = Payload.utf8("größer");
        assertThat(text.size()).isEqualTo(8);
        assertThat(text.utf8()).isEqualTo("größer");
        assertThat(Payload.slice(text.toByteArray(), 0, 2).utf8()).isEqualTo("gr");
    }

    @Test
    void aPayloadIsNotWrittenOut() {
        assertThat(Payload.utf8("secret")).hasToString("6 bytes");
    }

    @Test
    void anEntryIsEncodedOnce() {
        Entry entry = Replicas.entry("1/1");
        byte[] first = entry.encoded(e -> new byte[] {7});
        byte[] second = entry.encoded(e -> new byte[] {8});
        assertThat(second).isSameAs(first).containsExactly(7);
    }

    @Test
    void aDecodedEntryKeepsTheBytesItCameFrom() {
        byte[] wire = {1, 2};
        Entry entry = Entry.decoded(EntryId.of(1, 1), 5, new Content.Command(Payload.EMPTY), wire);
        assertThat(entry.encoded(e -> new byte[0])).isSameAs(wire);
    }

    @Test
    void entriesAreEqualByWhatTheySayEncodedOrNot() {
        Entry fresh = Replicas.entry("1/1");
        Entry decoded =
                Entry.decoded(fresh.id(), fresh.stampMillis(), fresh.content(), new byte[1]);
        assertThat(decoded).isEqualTo(fresh).hasSameHashCodeAs(fresh);
        assertThat(Entry.of(fresh.id(), 2, fresh.content())).isNotEqualTo(fresh);
        assertThat(Entry.of(fresh.id(), 1, new Content.NoOp())).isNotEqualTo(fresh);
        assertThat(Replicas.entry("2/1")).isNotEqualTo(fresh);
    }

    @Test
    void anEntryHasAnIndexAndAStamp() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entry.of(EntryId.ZERO, 0, new Content.NoOp()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Entry.of(EntryId.of(1, 1), -1, new Content.NoOp()));
        assertThatThrownBy(() -> Entry.of(EntryId.of(1, 1), 0, null))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void theSizeOfAnEntryCoversItsPayload() {
        Content command = new Content.Command(Payload.wrap(new byte[1_000]));
        assertThat(Entry.of(EntryId.of(1, 1), 0, command).sizeBytes()).isBetween(1_000, 1_100);
        assertThat(Entry.of(EntryId.of(1, 1), 0, new Content.NoOp()).sizeBytes()).isPositive();
    }
}
