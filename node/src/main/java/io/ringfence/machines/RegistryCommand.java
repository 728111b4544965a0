package io.ringfence.machines;

import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What a registry is asked. A command that can be made at all has a legal key; the constructors
 * throw {@link IllegalArgumentException} with a sentence for people otherwise.
 */
public sealed interface RegistryCommand {
    /** The longest key, in bytes of UTF-8; the shortest has one. */
    int KEY_BYTES_MAX = 512;

    /** The most keys in one listing. */
    int LISTING_MAX = 1_000;

    /** Stores a value: answered by {@code Stored} or {@code ConditionFailed}. */
    record Put(String key, Payload value, Condition condition) implements RegistryCommand {
        public Put {
            checkKey(key);
        }

        public Put(String key, byte[] value) {
            this(key, Payload.wrap(value.clone()), Condition.NONE);
        }
    }

    /** Removes a key: answered by {@code Deleted}, {@code NotFound} or {@code ConditionFailed}. */
    record Delete(String key, Condition condition) implements RegistryCommand {
        public Delete {
            checkKey(key);
        }
    }

    /** A query: answered by {@code Value} or {@code NotFound}. */
    record Get(String key) implements RegistryCommand {
        public Get {
            checkKey(key);
        }
    }

    /**
     * A query: which keys there are, in order; answered by {@code Listing}.
     *
     * @param prefix of the keys; empty for all
     * @param after where to go on: only keys behind this one; empty for the first page
     * @param limit the most keys in the answer, 1 to {@link #LISTING_MAX}
     */
    record ListKeys(String prefix, String after, int limit) implements RegistryCommand {
        public ListKeys {
            if (limit < 1 || limit > LISTING_MAX) {
                throw new IllegalArgumentException(
                        "a listing has a limit of 1 to " + LISTING_MAX + ", but was " + limit);
            }
        }
    }

    /** What must be so for a write to happen. */
    sealed interface Condition {
        Condition NONE = new None();

        record None() implements Condition {}

        /** The key has exactly this version. */
        record IfVersion(Index version) implements Condition {}

        /** There is no such key. */
        record IfAbsent() implements Condition {}
    }

    private static void checkKey(String key) {
        int bytes;
        try {
            bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(key)).remaining();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the key is not Unicode text", e);
        }
        if (bytes < 1 || bytes > KEY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + KEY_BYTES_MAX + " bytes of UTF-8, but was " + bytes);
        }
    }
}
