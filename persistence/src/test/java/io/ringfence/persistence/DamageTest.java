package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.protocol.Message;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to bytes, what comes of them is a value or a corrupt record. */
class DamageTest {
    private static final long SEED = 17;
    private static final int TRIES = 2_000;

    static Set<String> events() {
        return Samples.events().keySet();
    }

    static Set<String> messages() {
        return Samples.messages().keySet();
    }

    static Set<String> states() {
        return Samples.states().keySet();
    }

    @ParameterizedTest
    @MethodSource("events")
    @DisplayName("V7 a corrupt row of the journal is refused, whichever bit flips")
    void everyDamagedEventIsRefused(String name) {
        everyDamageIsRefused(EventCodec.encode(Samples.events().get(name)), EventCodec::decode);
    }

    @ParameterizedTest
    @MethodSource("states")
    @DisplayName("V7 a corrupt snapshot is refused, whichever bit flips")
    void everyDamagedStateIsRefused(String name) {
        everyDamageIsRefused(StateCodec.encode(Samples.states().get(name)), StateCodec::decode);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void aDamagedMessageIsRefusedOrAnotherMessage(String name) {
        byte[] whole = MessageCodec.encode(Samples.messages().get(name));
        for (int size = 0; size < whole.length; size++) valueOrCorrupt(Arrays.copyOf(whole, size));
        for (int bit = 0; bit < whole.length * 8; bit++) valueOrCorrupt(flipped(whole, bit));
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) valueOrCorrupt(mauled(whole, random));
    }

    @Test
    void randomBytesAreRefusedOrAMessage() {
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            valueOrCorrupt(bytes);
            assertThat(corrupt(bytes, EventCodec::decode)).isPresent();
            assertThat(corrupt(bytes, StateCodec::decode)).isPresent();
        }
    }

    @Test
    @DisplayName("V7 the reason says which record, and what is wrong with it")
    void theReasonIsASentence() {
        byte[] row = EventCodec.encode(Samples.events().get("VoteGranted"));
        assertThatThrownBy(() -> EventCodec.decode("E1:VoteGranted", flipped(row, 100)))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageMatching(
                        "corrupt record E1:VoteGranted: its checksum is [0-9a-f]{8},"
                                + " but its 21 bytes have [0-9a-f]{8}");
        assertThatThrownBy(() -> EventCodec.decode("E1:VoteGranted", new byte[3]))
                .hasMessage(
                        "corrupt record E1:VoteGranted:"
                                + " its 3 bytes end before its checksum does");
    }

    private static <T> void everyDamageIsRefused(byte[] whole, Function<byte[], T> decode) {
        for (int size = 0; size < whole.length; size++) {
            assertThat(corrupt(Arrays.copyOf(whole, size), decode)).isPresent();
        }
        for (int bit = 0; bit < whole.length * 8; bit++) {
            assertThat(corrupt(flipped(whole, bit), decode)).isPresent();
        }
        Random random = new Random(SEED);
        for (int i = 0; i < TRIES; i++) {
            byte[] mauled = mauled(whole, random);
            if (!Arrays.equals(mauled, whole)) assertThat(corrupt(mauled, decode)).isPresent();
        }
    }

    /** Throws if anything but a corrupt record, or a message that comes back as it is. */
    private static void valueOrCorrupt(byte[] bytes) {
        Optional<CorruptRecord> corrupt = corrupt(bytes.clone(), MessageCodec::decode);
        if (corrupt.isPresent()) {
            assertThat(corrupt.get()).hasMessageMatching("(?s)corrupt record M1(:\\w+)?: .+");
            return;
        }
        Message read = MessageCodec.decode(bytes);
        assertThat(MessageCodec.decode(MessageCodec.encode(read))).isEqualTo(read);
    }

    private static <T> Optional<CorruptRecord> corrupt(byte[] bytes, Function<byte[], T> decode) {
        try {
            decode.apply(bytes);
            return Optional.empty();
        } catch (CorruptRecord e) {
            return Optional.of(e);
        }
    }

    private static byte[] flipped(byte[] whole, int bit) {
        byte[] bytes = whole.clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }

    /** Some bytes changed, and often a piece cut out. */
    private static byte[] mauled(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        if (random.nextBoolean()) return bytes;
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(bytes.length - from) + 1;
        byte[] rest = Arrays.copyOf(bytes, bytes.length - (to - from));
        System.arraycopy(bytes, to, rest, from, bytes.length - to);
        return rest;
    }
}
