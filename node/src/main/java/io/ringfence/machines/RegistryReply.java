package io.ringfence.machines;

import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import java.util.List;
import java.util.Optional;

/** What a registry answers. */
public sealed interface RegistryReply {
    /** The value is stored, and this is its version. */
    record Stored(Index version) implements RegistryReply {}

    /** Nothing changed; the version that the key has now, empty when there is no such key. */
    record ConditionFailed(Optional<Index> current) implements RegistryReply {}

    /** The key is gone; it had this version. */
    record Deleted(Index version) implements RegistryReply {}

    /** There is no such key. */
    record NotFound() implements RegistryReply {}

    record Value(Index version, Payload bytes) implements RegistryReply {}

    /**
     * Keys in order.
     *
     * @param more there are further ones: ask again, after the last of these
     */
    record Listing(List<Item> items, boolean more) implements RegistryReply {
        public Listing {
            items = List.copyOf(items);
        }
    }

    /** A key in a listing; {@code bytes} is the size of its value. */
    record Item(String key, Index version, int bytes) {}
}
