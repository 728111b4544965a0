package io.ringfence.api.internal;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.ringfence.api.internal.proto.ClientProto;

/**
 * The messages between services and nodes as bytes, and back. The manifest is the version and the
 * kind, {@code C1:Asked}.
 */
public final class ClientSerializer extends SerializerWithStringManifest {
    /** "RF_" and 3. */
    static final int IDENTIFIER = 0x52465F03;

    private static final String VERSION = "C1:";

    private final ActorRefResolver resolver;

    /** Called by Akka. */
    public ClientSerializer(ExtendedActorSystem system) {
        this.resolver = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return VERSION + message.getClass().getSimpleName();
    }

    @Override
    public byte[] toBinary(Object message) {
        if (message instanceof ClientWire.Knock m) {
            return ClientProto.Knock.newBuilder()
                    .setReplyTo(text(m.replyTo()))
                    .build()
                    .toByteArray();
        }
        if (message instanceof ClientWire.Opened m) {
            return ClientProto.Opened.newBuilder().setDoor(text(m.door())).build().toByteArray();
        }
        if (message instanceof ClientWire.Asked m) {
            return ClientProto.Asked.newBuilder()
                    .setId(m.id())
                    .setChanges(m.changes())
                    .setPayload(OutcomeFormat.bytes(m.payload()))
                    .setWithinMillis(m.withinMillis())
                    .setReplyTo(text(m.replyTo()))
                    .build()
                    .toByteArray();
        }
        if (message instanceof ClientWire.Answered m) {
            return ClientProto.Answered.newBuilder()
                    .setId(m.id())
                    .setOutcome(OutcomeFormat.record(m.outcome()))
                    .build()
                    .toByteArray();
        }
        throw new IllegalArgumentException("no bytes for a " + message.getClass().getName());
    }

    /** Throws {@link IllegalArgumentException}: such a message is logged and dropped. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            return message(bytes, manifest);
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw new IllegalArgumentException(manifest + " refused: " + e.getMessage(), e);
        }
    }

    private Object message(byte[] bytes, String manifest) throws InvalidProtocolBufferException {
        switch (manifest) {
            case "C1:Knock":
                return knock(ClientProto.Knock.parseFrom(bytes));
            case "C1:Opened":
                return opened(ClientProto.Opened.parseFrom(bytes));
            case "C1:Asked":
                return asked(ClientProto.Asked.parseFrom(bytes));
            case "C1:Answered":
                return answered(ClientProto.Answered.parseFrom(bytes));
            default:
                throw new IllegalArgumentException("this version reads C1 only");
        }
    }

    private ClientWire.Knock knock(ClientProto.Knock r) {
        OutcomeFormat.present(r.hasReplyTo());
        return new ClientWire.Knock(ref(r.getReplyTo()));
    }

    private ClientWire.Opened opened(ClientProto.Opened r) {
        OutcomeFormat.present(r.hasDoor());
        return new ClientWire.Opened(ref(r.getDoor()));
    }

    private ClientWire.Asked asked(ClientProto.Asked r) {
        OutcomeFormat.present(r.hasId() && r.hasChanges() && r.hasPayload());
        OutcomeFormat.present(r.hasWithinMillis() && r.hasReplyTo());
        return new ClientWire.Asked(
                r.getId(),
                r.getChanges(),
                OutcomeFormat.payload(r.getPayload()),
                r.getWithinMillis(),
                ref(r.getReplyTo()));
    }

    private static ClientWire.Answered answered(ClientProto.Answered r) {
        OutcomeFormat.present(r.hasId() && r.hasOutcome());
        return new ClientWire.Answered(r.getId(), OutcomeFormat.outcome(r.getOutcome()));
    }

    private String text(ActorRef<?> ref) {
        return resolver.toSerializationFormat(ref);
    }

    private <T> ActorRef<T> ref(String text) {
        return resolver.resolveActorRef(text);
    }
}
