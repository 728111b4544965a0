package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.number;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.roster;

import io.ringfence.persistence.proto.Proto;
import io.ringfence.persistence.proto.Proto.MessageRecord;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Nonce;

/**
 * Messages between nodes as bytes and back. What the shell tells the rules of its own node ({@link
 * Message.Local}) never leaves it, and is refused.
 */
public final class MessageCodec {
    /** Messages, version 1. */
    public static final String FORMAT = "M1";

    private MessageCodec() {}

    /** What the bytes say they are: the format and the kind, the name of the message's type. */
    public static String manifest(Message message) {
        return FORMAT + ":" + message.getClass().getSimpleName();
    }

    /** Throws {@link IllegalArgumentException} for a message that never leaves its node. */
    public static byte[] encode(Message message) {
        return record(message).toByteArray();
    }

    /** Throws {@link CorruptRecord} for what is no message. */
    public static Message decode(byte[] bytes) {
        return Gate.decode(FORMAT, MessageRecord.parser(), bytes, 0, record -> message(record));
    }

    /** As {@link #decode(byte[])}; throws also when the manifest says another kind. */
    public static Message decode(String manifest, byte[] bytes) {
        Message message = decode(bytes);
        Gate.checkManifest(manifest, manifest(message));
        return message;
    }

    private static MessageRecord record(Message message) {
        MessageRecord.Builder record = MessageRecord.newBuilder();
        if (message instanceof Message.FromLeader m) {
            return record.setFromLeader(FromLeaderCodec.record(m)).build();
        }
        if (message instanceof Message.Answer m) {
            return record.setAnswer(AnswerCodec.record(m)).build();
        }
        if (message instanceof Message.Probe m) return record.setProbe(probe(m)).build();
        if (message instanceof Message.Piece m) {
            return record.setPiece(PieceCodec.record(m)).build();
        }
        throw new IllegalArgumentException("it never leaves its node: " + message);
    }

    private static Message message(MessageRecord record) {
        switch (record.getFamilyCase()) {
            case FROM_LEADER:
                return FromLeaderCodec.message(record.getFromLeader());
            case ANSWER:
                return AnswerCodec.answer(record.getAnswer());
            case PROBE:
                return probe(record.getProbe());
            case PIECE:
                return PieceCodec.piece(record.getPiece());
            case FAMILY_NOT_SET:
        }
        throw new IllegalArgumentException("the message is of no kind known here");
    }

    private static Proto.Probe probe(Message.Probe m) {
        return Proto.Probe.newBuilder()
                .setNonce(m.nonce().value())
                .setAsker(proto(m.asker()))
                .setRoster(proto(m.roster()))
                .build();
    }

    private static Message.Probe probe(Proto.Probe p) {
        return new Message.Probe(
                new Nonce(number(p.hasNonce(), p.getNonce(), "nonce")),
                leader(p.hasAsker(), p.getAsker(), "asker"),
                roster(p.hasRoster(), p.getRoster()));
    }
}
