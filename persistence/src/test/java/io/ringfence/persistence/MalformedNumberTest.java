package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every number of every sample, spoilt one at a time, is an error and never the default. */
class MalformedNumberTest {
    private static final Set<String> ANY_VALUE = Set.of("nonce", "entries_max", "bytes_max");

    /** A copy of a record with one of its numbers spoilt. */
    private record Spoilt(String path, FieldDescriptor number, Message record) {}

    static Set<String> names() throws InvalidProtocolBufferException {
        return records().keySet();
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("F9 a missing term, and any number missing, is never read as the default")
    void aMissingNumberIsRefused(String name) throws InvalidProtocolBufferException {
        List<Spoilt> all = spoil(name, (record, number) -> record.toBuilder().clearField(number));
        for (Spoilt s : all) {
            assertThatThrownBy(() -> decode(s.record()))
                    .as(s.path())
                    .isInstanceOf(CorruptRecord.class)
                    .hasMessageMatching("corrupt record [EMS]1:.* is missing");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName(
            "F9 a negative term is refused; so is one from beyond 63 bits, which looks the same")
    void aNegativeNumberIsRefused(String name) throws InvalidProtocolBufferException {
        for (Spoilt s : spoil(name, set(-1))) refused(s);
        for (Spoilt s : spoil(name, set(Long.MIN_VALUE))) refused(s);
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("F9 a term that no other can follow is refused, before it overflows")
    void theLargestNumberIsRefused(String name) throws InvalidProtocolBufferException {
        for (Spoilt s : spoil(name, set(Long.MAX_VALUE))) {
            boolean mayBeLargest = s.path().endsWith("stamp_millis") || isInt(s.number());
            if (!mayBeLargest) refused(s);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("F9 a term in another spelling, one too long for 64 bits say, is refused")
    void aNumberInAnotherSpellingIsRefused(String name) throws InvalidProtocolBufferException {
        UnknownFieldSet.Field seven = UnknownFieldSet.Field.newBuilder().addVarint(7).build();
        List<Spoilt> all =
                spoil(
                        name,
                        (record, number) ->
                                record.toBuilder()
                                        .clearField(number)
                                        .setUnknownFields(
                                                UnknownFieldSet.newBuilder()
                                                        .addField(number.getNumber(), seven)
                                                        .build()));
        for (Spoilt s : all) {
            assertThatThrownBy(() -> decode(s.record())).isInstanceOf(CorruptRecord.class);
        }
    }

    @Test
    @DisplayName("F9 the reason says which number")
    void theReasonNamesTheNumber() {
        Proto.EventRecord missing =
                Proto.EventRecord.newBuilder()
                        .setTermAdvanced(Proto.TermAdvanced.getDefaultInstance())
                        .build();
        assertThatThrownBy(() -> decode(missing))
                .hasMessage("corrupt record E1:TermAdvanced: the term is missing");
        Proto.EventRecord negative =
                Proto.EventRecord.newBuilder()
                        .setTermAdvanced(Proto.TermAdvanced.newBuilder().setTerm(-1))
                        .build();
        assertThatThrownBy(() -> decode(negative))
                .hasMessage(
                        "corrupt record E1:TermAdvanced:"
                                + " the term is out of range: 18446744073709551615");
    }

    @Test
    void theSecondLargestTermIsReadAsItIs() {
        Event event = new Event.TermAdvanced(Term.of(Long.MAX_VALUE - 1));
        assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void noSampleIsWithoutANumber() throws InvalidProtocolBufferException {
        for (String name : names()) {
            assertThat(spoil(name, set(-1)).size()).as(name).isPositive();
        }
    }

    private static void refused(Spoilt s) {
        if (ANY_VALUE.contains(s.number().getName())) return;
        assertThatThrownBy(() -> decode(s.record())).as(s.path()).isInstanceOf(CorruptRecord.class);
    }

    private static Map<String, Message> records() throws InvalidProtocolBufferException {
        Map<String, Message> all = new TreeMap<>();
        for (Map.Entry<String, Event> e : Samples.events().entrySet()) {
            if (e.getValue() instanceof Event.Quarantined) continue;
            all.put("E1-" + e.getKey(), Records.event(EventCodec.encode(e.getValue())));
        }
        for (Map.Entry<String, io.ringfence.protocol.Message> m : Samples.messages().entrySet()) {
            byte[] bytes = MessageCodec.encode(m.getValue());
            all.put("M1-" + m.getKey(), Proto.MessageRecord.parseFrom(bytes));
        }
        for (String state : Samples.states().keySet()) {
            byte[] bytes = StateCodec.encode(Samples.states().get(state));
            all.put("S1-" + state, Records.state(bytes));
        }
        return all;
    }

    private static Object decode(Message record) {
        if (record instanceof Proto.MessageRecord) return MessageCodec.decode(record.toByteArray());
        if (record instanceof Proto.EventRecord) return EventCodec.decode(Seal.seal(record));
        return StateCodec.decode(Seal.seal(record));
    }

    private static BiFunction<Message, FieldDescriptor, Message.Builder> set(long value) {
        return (record, number) -> {
            int shorter = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
            return record.toBuilder().setField(number, isInt(number) ? shorter : (Object) value);
        };
    }

    private static boolean isInt(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.INT;
    }

    private static List<Spoilt> spoil(
            String name, BiFunction<Message, FieldDescriptor, Message.Builder> how)
            throws InvalidProtocolBufferException {
        List<Spoilt> all = new ArrayList<>();
        spoil(name, records().get(name), how, all::add);
        return all;
    }

    /** Hands on the record once for each number in it, at whatever depth, with that one spoilt. */
    private static void spoil(
            String path,
            Message record,
            BiFunction<Message, FieldDescriptor, Message.Builder> how,
            Consumer<Spoilt> onto)
            throws InvalidProtocolBufferException {
        for (FieldDescriptor field : record.getAllFields().keySet()) {
            String deeper = path + "." + field.getName();
            if (isNumber(field)) {
                onto.accept(new Spoilt(deeper, field, how.apply(record, field).build()));
                continue;
            }
            int parts = field.isRepeated() ? record.getRepeatedFieldCount(field) : 1;
            for (int i = 0; i < parts; i++) {
                int part = i;
                Message inner = inner(record, field, part);
                if (inner == null) continue;
                spoil(
                        deeper,
                        inner,
                        how,
                        s ->
                                onto.accept(
                                        new Spoilt(
                                                s.path(),
                                                s.number(),
                                                with(record, field, part, s.record()))));
            }
        }
    }

    private static boolean isNumber(FieldDescriptor field) {
        return field.getType() == FieldDescriptor.Type.SFIXED64
                || field.getType() == FieldDescriptor.Type.SFIXED32;
    }

    /** A record within a record; an entry is one too, in bytes. */
    private static Message inner(Message record, FieldDescriptor field, int part)
            throws InvalidProtocolBufferException {
        if (field.getName().equals("entries")) {
            return Proto.Entry.parseFrom((ByteString) record.getRepeatedField(field, part));
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) return null;
        return (Message)
                (field.isRepeated()
                        ? record.getRepeatedField(field, part)
                        : record.getField(field));
    }

    private static Message with(Message record, FieldDescriptor field, int part, Message inner) {
        Object value = field.getName().equals("entries") ? inner.toByteString() : inner;
        Message.Builder changed = record.toBuilder();
        return field.isRepeated()
                ? changed.setRepeatedField(field, part, value).build()
                : changed.setField(field, value).build();
    }
}
