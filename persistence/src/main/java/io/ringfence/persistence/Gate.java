package io.ringfence.persistence;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.protocol.Invariants;
import java.io.IOException;
import java.util.function.Function;

/** Where bytes become values, or a {@link CorruptRecord}: there is no third outcome. */
final class Gate {
    private Gate() {}

    /** Decodes {@code bytes[from..]}, which nobody writes to from now on: values may share them. */
    static <P extends Message, T> T decode(
            String format, Parser<P> parser, byte[] bytes, int from, Function<P, T> toValue) {
        P record = parse(format, parser, bytes, from);
        try {
            return toValue.apply(record);
        } catch (CorruptRecord part) {
            throw new CorruptRecord(format + kind(record), part.wrong(), part);
        } catch (IllegalArgumentException | ArithmeticException | Invariants.Violation e) {
            throw new CorruptRecord(format + kind(record), e.getMessage(), e);
        }
    }

    /** Refuses a record whose manifest says another kind, or another version, than it holds. */
    static void checkManifest(String said, String held) {
        if (!said.equals(held)) throw new CorruptRecord(said, "it holds " + held);
    }

    private static <P extends Message> P parse(
            String format, Parser<P> parser, byte[] bytes, int from) {
        try {
            CodedInputStream in =
                    UnsafeByteOperations.unsafeWrap(bytes, from, bytes.length - from)
                            .newCodedInput();
            in.enableAliasing(true);
            P record = parser.parseFrom(in);
            in.checkLastTagWas(0);
            return record;
        } catch (IOException e) {
            throw new CorruptRecord(format, e.getMessage(), e);
        }
    }

    /** The name of the innermost kind that is set, for the sentence of a failure. */
    private static String kind(Message record) {
        for (OneofDescriptor oneof : record.getDescriptorForType().getRealOneofs()) {
            FieldDescriptor set = record.getOneofFieldDescriptor(oneof);
            if (set == null || set.getJavaType() != FieldDescriptor.JavaType.MESSAGE) continue;
            String inner = kind((Message) record.getField(set));
            return inner.isEmpty() ? ":" + set.getMessageType().getName() : inner;
        }
        return "";
    }
}
