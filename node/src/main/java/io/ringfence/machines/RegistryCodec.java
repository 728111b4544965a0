package io.ringfence.machines;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.api.Codec;
import io.ringfence.machines.RegistryCommand.Condition;
import io.ringfence.machines.RegistryCommand.Delete;
import io.ringfence.machines.RegistryCommand.Get;
import io.ringfence.machines.RegistryCommand.ListKeys;
import io.ringfence.machines.RegistryCommand.Put;
import io.ringfence.machines.RegistryReply.ConditionFailed;
import io.ringfence.machines.RegistryReply.Deleted;
import io.ringfence.machines.RegistryReply.Item;
import io.ringfence.machines.RegistryReply.Listing;
import io.ringfence.machines.RegistryReply.NotFound;
import io.ringfence.machines.RegistryReply.Stored;
import io.ringfence.machines.RegistryReply.Value;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import java.util.Optional;

/** Commands and replies of the registry as Protocol Buffers: {@code registry.proto}. */
final class RegistryCodec implements Codec<RegistryCommand, RegistryReply> {
    @Override
    public byte[] encodeCommand(RegistryCommand command) {
        RegistryProto.Command.Builder out = RegistryProto.Command.newBuilder();
        if (command instanceof Put c) out.setPut(put(c));
        else if (command instanceof Delete c) out.setDelete(delete(c));
        else if (command instanceof Get c) out.getGetBuilder().setKey(c.key());
        else if (command instanceof ListKeys c) {
            out.getListKeysBuilder().setPrefix(c.prefix()).setAfter(c.after()).setLimit(c.limit());
        } else throw new AssertionError("no bytes for " + command);
        return out.build().toByteArray();
    }

    private static RegistryProto.Put.Builder put(Put c) {
        RegistryProto.Put.Builder out =
                RegistryProto.Put.newBuilder().setKey(c.key()).setValue(bytes(c.value()));
        condition(c.condition()).ifPresent(out::setCondition);
        return out;
    }

    private static RegistryProto.Delete.Builder delete(Delete c) {
        RegistryProto.Delete.Builder out = RegistryProto.Delete.newBuilder().setKey(c.key());
        condition(c.condition()).ifPresent(out::setCondition);
        return out;
    }

    private static Optional<RegistryProto.Condition> condition(Condition condition) {
        RegistryProto.Condition.Builder out = RegistryProto.Condition.newBuilder();
        if (condition instanceof Condition.None) return Optional.empty();
        if (condition instanceof Condition.IfAbsent) out.setIfAbsent(true);
        else if (condition instanceof Condition.IfVersion c) out.setIfVersion(c.version().value());
        else throw new AssertionError("no bytes for " + condition);
        return Optional.of(out.build());
    }

    @Override
    public RegistryCommand decodeCommand(byte[] bytes) {
        RegistryProto.Command in;
        try {
            in = RegistryProto.Command.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no command of a registry: " + e.getMessage(), e);
        }
        return switch (in.getKindCase()) {
            case PUT ->
                    new Put(
                            in.getPut().getKey(),
                            payload(in.getPut().getValue()),
                            condition(in.getPut().hasCondition(), in.getPut().getCondition()));
            case DELETE ->
                    new Delete(
                            in.getDelete().getKey(),
                            condition(
                                    in.getDelete().hasCondition(), in.getDelete().getCondition()));
            case GET -> new Get(in.getGet().getKey());
            case LIST_KEYS ->
                    new ListKeys(
                            in.getListKeys().getPrefix(),
                            in.getListKeys().getAfter(),
                            in.getListKeys().getLimit());
            case KIND_NOT_SET ->
                    throw new IllegalArgumentException(
                            "a command of a registry that this version does not know");
        };
    }

    /** A condition of a later version must not become none: that would write what was not to be. */
    private static Condition condition(boolean given, RegistryProto.Condition in) {
        if (!given) return Condition.NONE;
        return switch (in.getKindCase()) {
            case IF_VERSION -> new Condition.IfVersion(Index.of(in.getIfVersion()));
            case IF_ABSENT -> new Condition.IfAbsent();
            case KIND_NOT_SET ->
                    throw new IllegalArgumentException(
                            "a condition of a registry that this version does not know");
        };
    }

    @Override
    public byte[] encodeReply(RegistryReply reply) {
        RegistryProto.Reply.Builder out = RegistryProto.Reply.newBuilder();
        if (reply instanceof Stored r) out.getStoredBuilder().setVersion(r.version().value());
        else if (reply instanceof ConditionFailed r) {
            RegistryProto.ConditionFailed.Builder failed = out.getConditionFailedBuilder();
            r.current().ifPresent(current -> failed.setCurrentVersion(current.value()));
        } else if (reply instanceof Deleted r) {
            out.getDeletedBuilder().setVersion(r.version().value());
        } else if (reply instanceof NotFound) {
            out.setNotFound(RegistryProto.NotFound.getDefaultInstance());
        } else if (reply instanceof Value r) {
            out.getValueBuilder().setVersion(r.version().value()).setBytes(bytes(r.bytes()));
        } else if (reply instanceof Listing r) {
            out.setListing(listing(r));
        } else throw new AssertionError("no bytes for " + reply);
        return out.build().toByteArray();
    }

    private static RegistryProto.Listing.Builder listing(Listing r) {
        RegistryProto.Listing.Builder out = RegistryProto.Listing.newBuilder().setMore(r.more());
        for (Item item : r.items()) {
            out.addItemsBuilder()
                    .setKey(item.key())
                    .setVersion(item.version().value())
                    .setBytes(item.bytes());
        }
        return out;
    }

    @Override
    public RegistryReply decodeReply(byte[] bytes) {
        RegistryProto.Reply in;
        try {
            in = RegistryProto.Reply.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no reply of a registry: " + e.getMessage(), e);
        }
        return switch (in.getKindCase()) {
            case STORED -> new Stored(Index.of(in.getStored().getVersion()));
            case CONDITION_FAILED -> new ConditionFailed(current(in.getConditionFailed()));
            case DELETED -> new Deleted(Index.of(in.getDeleted().getVersion()));
            case NOT_FOUND -> new NotFound();
            case VALUE ->
                    new Value(
                            Index.of(in.getValue().getVersion()),
                            payload(in.getValue().getBytes()));
            case LISTING -> listing(in.getListing());
            case KIND_NOT_SET ->
                    throw new IllegalArgumentException(
                            "a reply of a registry that this version does not know");
        };
    }

    private static Optional<Index> current(RegistryProto.ConditionFailed in) {
        return in.hasCurrentVersion()
                ? Optional.of(Index.of(in.getCurrentVersion()))
                : Optional.empty();
    }

    private static Listing listing(RegistryProto.Listing in) {
        return new Listing(
                in.getItemsList().stream()
                        .map(i -> new Item(i.getKey(), Index.of(i.getVersion()), i.getBytes()))
                        .toList(),
                in.getMore());
    }

    /** Not copied: a payload never changes, and the message lives for one encoding only. */
    private static ByteString bytes(Payload payload) {
        return UnsafeByteOperations.unsafeWrap(payload.buffer());
    }

    private static Payload payload(ByteString bytes) {
        return Payload.wrap(bytes.toByteArray());
    }
}
