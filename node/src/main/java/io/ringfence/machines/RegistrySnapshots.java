package io.ringfence.machines;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.SnapshotCodec;
import io.ringfence.machines.RegistryReply.Value;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.TreePMap;

/** A registry's state as records: one for each key, in the order of the keys. */
final class RegistrySnapshots implements SnapshotCodec<TreePMap<String, Value>> {
    @Override
    public Iterator<byte[]> encode(TreePMap<String, Value> state) {
        return state.entrySet().stream().map(RegistrySnapshots::record).iterator();
    }

    private static byte[] record(Map.Entry<String, Value> entry) {
        Value value = entry.getValue();
        return RegistryProto.Kept.newBuilder()
                .setKey(entry.getKey())
                .setVersion(value.version().value())
                .setValue(UnsafeByteOperations.unsafeWrap(value.bytes().buffer()))
                .build()
                .toByteArray();
    }

    @Override
    public TreePMap<String, Value> decode(Iterator<byte[]> records) {
        TreeMap<String, Value> state = new TreeMap<>();
        while (records.hasNext()) {
            RegistryProto.Kept kept = kept(records.next());
            Payload bytes = Payload.wrap(kept.getValue().toByteArray());
            state.put(kept.getKey(), new Value(Index.of(kept.getVersion()), bytes));
        }
        return TreePMap.from(state);
    }

    private static RegistryProto.Kept kept(byte[] record) {
        try {
            return RegistryProto.Kept.parseFrom(record);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no key of a registry: " + e.getMessage(), e);
        }
    }
}
