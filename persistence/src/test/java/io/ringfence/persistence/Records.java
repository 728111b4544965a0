package io.ringfence.persistence;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.ringfence.persistence.proto.Proto;
import java.util.Arrays;

/** Records taken apart, to be changed behind the codecs' back. */
final class Records {
    /** Fields of a later version: a number and a text. */
    static final UnknownFieldSet UNKNOWN =
            UnknownFieldSet.newBuilder()
                    .addField(1900, UnknownFieldSet.Field.newBuilder().addVarint(1_000_000).build())
                    .addField(
                            1901,
                            UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(ByteString.copyFromUtf8("later"))
                                    .build())
                    .build();

    private Records() {}

    static Proto.EventRecord event(byte[] sealed) throws InvalidProtocolBufferException {
        return Proto.EventRecord.parseFrom(unsealed(sealed));
    }

    static Proto.StateRecord state(byte[] sealed) throws InvalidProtocolBufferException {
        return Proto.StateRecord.parseFrom(unsealed(sealed));
    }

    private static byte[] unsealed(byte[] sealed) {
        return Arrays.copyOfRange(sealed, Seal.BYTES, sealed.length);
    }
}
