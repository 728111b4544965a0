package io.ringfence.persistence;

import akka.serialization.SerializerWithStringManifest;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Message;

/**
 * Akka's way to the codecs: events for the journal, states for snapshots, messages for the wire.
 *
 * <p>A manifest is a format and a kind, {@code E1:EntriesAppended}. Formats: {@link
 * EventCodec#FORMAT}, {@link StateCodec#FORMAT}, {@link MessageCodec#FORMAT}.
 */
public final class RingfenceSerializer extends SerializerWithStringManifest {
    /** Stands in every row of a journal, so it never changes: "RF_" and 1. */
    public static final int IDENTIFIER = 0x52465F01;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        if (value instanceof Event event) return EventCodec.manifest(event);
        if (value instanceof Message message) return MessageCodec.manifest(message);
        if (value instanceof FollowerState state) return StateCodec.manifest(state);
        throw unknown(value);
    }

    @Override
    public byte[] toBinary(Object value) {
        if (value instanceof Event event) return EventCodec.encode(event);
        if (value instanceof Message message) return MessageCodec.encode(message);
        if (value instanceof FollowerState state) return StateCodec.encode(state);
        throw unknown(value);
    }

    /** Throws {@link CorruptRecord}: a recovery fails with it, a message is logged and dropped. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        switch (format(manifest)) {
            case EventCodec.FORMAT:
                return EventCodec.decode(manifest, bytes);
            case MessageCodec.FORMAT:
                return MessageCodec.decode(manifest, bytes);
            case StateCodec.FORMAT:
                return StateCodec.decode(manifest, bytes);
            default:
                throw new CorruptRecord(manifest, "this version reads E1, M1 and S1 only");
        }
    }

    private static String format(String manifest) {
        int colon = manifest.indexOf(':');
        return colon < 0 ? manifest : manifest.substring(0, colon);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("no codec for a " + value.getClass().getName());
    }
}
