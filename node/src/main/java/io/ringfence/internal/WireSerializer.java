package io.ringfence.internal;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.api.internal.OutcomeFormat;
import io.ringfence.internal.proto.WireProto;
import io.ringfence.persistence.CorruptRecord;
import io.ringfence.persistence.MessageCodec;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Term;

/**
 * The messages between a group's actors on different nodes as bytes, and back. The manifest is the
 * version and the kind, {@code W1:Submit}.
 */
public final class WireSerializer extends SerializerWithStringManifest {
    /** "RF_" and 2. */
    static final int IDENTIFIER = 0x52465F02;

    private static final String VERSION = "W1:";

    private final ActorRefResolver resolver;

    /** Called by Akka. */
    public WireSerializer(ExtendedActorSystem system) {
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
        if (message instanceof LeaderActor.Answered m) return MessageCodec.encode(m.answer());
        if (message instanceof ReplicaActor.Deliver m) return record(m).toByteArray();
        if (message instanceof ReplicaActor.Hand m) return MessageCodec.encode(m.piece());
        if (message instanceof LeaderActor.Submit m) {
            return request(m.id(), m.command(), m.replyTo());
        }
        if (message instanceof LeaderActor.Mark m) {
            return WireProto.Mark.newBuilder()
                    .setId(m.id())
                    .setReplyTo(text(m.replyTo()))
                    .build()
                    .toByteArray();
        }
        if (message instanceof LeaderActor.Query m) {
            return request(m.id(), m.query(), m.replyTo());
        }
        if (message instanceof RouterActor.Settled m) return record(m).toByteArray();
        if (message instanceof RouterActor.ServingChanged m) return record(m).toByteArray();
        if (message instanceof StatusActor.Report m) {
            return WireProto.Report.newBuilder()
                    .setReplyTo(text(m.replyTo()))
                    .build()
                    .toByteArray();
        }
        if (message instanceof StatusActor.Reported m) {
            return WireValues.record(m.status()).toByteArray();
        }
        throw new IllegalArgumentException("no bytes for a " + message.getClass().getName());
    }

    /** Throws {@link CorruptRecord}: such a message is logged and dropped. */
    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        try {
            return message(bytes, manifest);
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new CorruptRecord(manifest, e.getMessage(), e);
        }
    }

    private Object message(byte[] bytes, String manifest) throws InvalidProtocolBufferException {
        switch (manifest) {
            case "W1:Answered":
                return answered(MessageCodec.decode(bytes));
            case "W1:Deliver":
                return deliver(WireProto.Deliver.parseFrom(bytes));
            case "W1:Hand":
                return hand(MessageCodec.decode(bytes));
            case "W1:Submit":
                return submit(WireProto.Request.parseFrom(bytes));
            case "W1:Mark":
                return mark(WireProto.Mark.parseFrom(bytes));
            case "W1:Query":
                return query(WireProto.Request.parseFrom(bytes));
            case "W1:Settled":
                return settled(WireProto.Settled.parseFrom(bytes));
            case "W1:ServingChanged":
                return servingChanged(WireProto.ServingChanged.parseFrom(bytes));
            case "W1:Report":
                return report(WireProto.Report.parseFrom(bytes));
            case "W1:Reported":
                return new StatusActor.Reported(
                        WireValues.status(WireProto.Reported.parseFrom(bytes)));
            default:
                throw new IllegalArgumentException("this version reads W1 only");
        }
    }

    private static LeaderActor.Answered answered(Message message) {
        if (message instanceof Message.Answer answer) return new LeaderActor.Answered(answer);
        throw new IllegalArgumentException("no answer: " + message.getClass().getSimpleName());
    }

    private static ReplicaActor.Hand hand(Message message) {
        if (message instanceof Message.Piece piece) return new ReplicaActor.Hand(piece);
        throw new IllegalArgumentException("no piece: " + message.getClass().getSimpleName());
    }

    private WireProto.Deliver record(ReplicaActor.Deliver m) {
        return WireProto.Deliver.newBuilder()
                .setLeader(text(m.leader()))
                .setMessage(UnsafeByteOperations.unsafeWrap(MessageCodec.encode(m.message())))
                .build();
    }

    private ReplicaActor.Deliver deliver(WireProto.Deliver record) {
        WireValues.present(record.hasLeader() && record.hasMessage());
        Message message = MessageCodec.decode(record.getMessage().toByteArray());
        if (message instanceof Message.Answer || message instanceof Message.Piece) {
            throw new IllegalArgumentException("no leader says such a thing to a replica");
        }
        return new ReplicaActor.Deliver(ref(record.getLeader()), message);
    }

    private byte[] request(long id, Payload payload, ActorRef<RouterActor.Command> replyTo) {
        return WireProto.Request.newBuilder()
                .setId(id)
                .setPayload(WireValues.bytes(payload))
                .setReplyTo(text(replyTo))
                .build()
                .toByteArray();
    }

    private LeaderActor.Submit submit(WireProto.Request r) {
        WireValues.present(r.hasId() && r.hasPayload() && r.hasReplyTo());
        return new LeaderActor.Submit(
                r.getId(), WireValues.payload(r.getPayload()), ref(r.getReplyTo()));
    }

    private LeaderActor.Mark mark(WireProto.Mark r) {
        WireValues.present(r.hasId() && r.hasReplyTo());
        return new LeaderActor.Mark(r.getId(), ref(r.getReplyTo()));
    }

    private LeaderActor.Query query(WireProto.Request r) {
        WireValues.present(r.hasId() && r.hasPayload() && r.hasReplyTo());
        return new LeaderActor.Query(
                r.getId(), WireValues.payload(r.getPayload()), ref(r.getReplyTo()));
    }

    private static WireProto.Settled record(RouterActor.Settled m) {
        return WireProto.Settled.newBuilder()
                .setId(m.id())
                .setOutcome(OutcomeFormat.encode(m.outcome()))
                .build();
    }

    private static RouterActor.Settled settled(WireProto.Settled r) {
        WireValues.present(r.hasId() && r.hasOutcome());
        return new RouterActor.Settled(r.getId(), OutcomeFormat.decode(r.getOutcome()));
    }

    private WireProto.ServingChanged record(RouterActor.ServingChanged m) {
        return WireProto.ServingChanged.newBuilder()
                .setEpoch(m.epoch().value())
                .setServing(WireValues.record(m.serving()))
                .setLeader(text(m.leader()))
                .build();
    }

    private RouterActor.ServingChanged servingChanged(WireProto.ServingChanged r) {
        WireValues.present(r.hasEpoch() && r.hasServing() && r.hasLeader());
        return new RouterActor.ServingChanged(
                Term.of(r.getEpoch()), WireValues.serving(r.getServing()), ref(r.getLeader()));
    }

    private StatusActor.Report report(WireProto.Report r) {
        WireValues.present(r.hasReplyTo());
        return new StatusActor.Report(ref(r.getReplyTo()));
    }

    private String text(ActorRef<?> ref) {
        return resolver.toSerializationFormat(ref);
    }

    private <T> ActorRef<T> ref(String text) {
        return resolver.resolveActorRef(text);
    }
}
