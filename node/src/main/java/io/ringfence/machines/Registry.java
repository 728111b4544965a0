package io.ringfence.machines;

import io.ringfence.Applied;
import io.ringfence.Context;
import io.ringfence.SnapshotCodec;
import io.ringfence.StateMachine;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * Keys with values, each write of which can be made to depend on what it replaces.
 *
 * <p>A key's version is the index of the entry that wrote it, etcd's {@code mod_revision}: it grows
 * with every write of the key, and no version ever comes back, not even when the key is deleted and
 * made anew. Who writes "if the version is still 7" overwrites what was read and nothing else.
 *
 * <p>Keys are ordered by UTF-16 code units.
 */
public final class Registry
        implements StateMachine<TreePMap<String, Value>, RegistryCommand, RegistryReply> {
    /** What the keys of one listing may have together, so that the answer fits one message. */
    private static final int LISTING_CHARS_MAX = 32 * 1024;

    private static final Registry MACHINE = new Registry();
    private static final Codec<RegistryCommand, RegistryReply> CODEC = new RegistryCodec();
    private static final SnapshotCodec<TreePMap<String, Value>> SNAPSHOTS = new RegistrySnapshots();

    private Registry() {}

    public static Registry machine() {
        return MACHINE;
    }

    @Override
    public TreePMap<String, Value> empty() {
        return TreePMap.empty();
    }

    @Override
    public Codec<RegistryCommand, RegistryReply> codec() {
        return CODEC;
    }

    @Override
    public SnapshotCodec<TreePMap<String, Value>> snapshots() {
        return SNAPSHOTS;
    }

    @Override
    public Applied<TreePMap<String, Value>, RegistryReply> apply(
            TreePMap<String, Value> state, Context context, RegistryCommand command) {
        if (command instanceof Put c) return put(state, context.entryId().index(), c);
        if (command instanceof Delete c) return delete(state, c);
        return new Applied<>(state, query(state, command));
    }

    @Override
    public RegistryReply query(TreePMap<String, Value> state, RegistryCommand query) {
        if (query instanceof Get q) {
            Value value = state.get(q.key());
            return value == null ? new NotFound() : value;
        }
        if (query instanceof ListKeys q) return list(state, q);
        throw new IllegalArgumentException("a write is no query: submit it");
    }

    private static Applied<TreePMap<String, Value>, RegistryReply> put(
            TreePMap<String, Value> state, Index version, Put c) {
        Optional<Index> current = version(state, c.key());
        if (!holds(c.condition(), current)) {
            return new Applied<>(state, new ConditionFailed(current));
        }
        Value value = new Value(version, c.value());
        return new Applied<>(state.plus(c.key(), value), new Stored(version));
    }

    /** The condition comes first: deleting what must have a version, and is absent, failed it. */
    private static Applied<TreePMap<String, Value>, RegistryReply> delete(
            TreePMap<String, Value> state, Delete c) {
        Optional<Index> current = version(state, c.key());
        if (!holds(c.condition(), current)) {
            return new Applied<>(state, new ConditionFailed(current));
        }
        if (current.isEmpty()) return new Applied<>(state, new NotFound());
        return new Applied<>(state.minus(c.key()), new Deleted(current.get()));
    }

    private static Optional<Index> version(TreePMap<String, Value> state, String key) {
        return Optional.ofNullable(state.get(key)).map(Value::version);
    }

    private static boolean holds(Condition condition, Optional<Index> current) {
        if (condition instanceof Condition.None) return true;
        if (condition instanceof Condition.IfAbsent) return current.isEmpty();
        if (condition instanceof Condition.IfVersion c) {
            return current.equals(Optional.of(c.version()));
        }
        throw new AssertionError("no rule for " + condition);
    }

    private static Listing list(TreePMap<String, Value> state, ListKeys q) {
        boolean goesOn = q.after().compareTo(q.prefix()) >= 0;
        var behind = goesOn ? state.tailMap(q.after(), false) : state.tailMap(q.prefix(), true);
        List<Item> items = new ArrayList<>();
        int chars = 0;
        for (Map.Entry<String, Value> e : behind.entrySet()) {
            if (!e.getKey().startsWith(q.prefix())) break;
            chars += e.getKey().length();
            if (items.size() == q.limit() || chars > LISTING_CHARS_MAX) {
                return new Listing(items, true);
            }
            items.add(new Item(e.getKey(), e.getValue().version(), e.getValue().bytes().size()));
        }
        return new Listing(items, false);
    }
}
