package io.ringfence.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.Applied;
import io.ringfence.Context;
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
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcollections.TreePMap;

class RegistryTest {
    private static final Registry MACHINE = Registry.machine();

    private TreePMap<String, Value> state = MACHINE.empty();
    private long index;

    private RegistryReply apply(RegistryCommand command) {
        index++;
        Context context = new Context(EntryId.of(7, index), 0);
        Applied<TreePMap<String, Value>, RegistryReply> applied =
                MACHINE.apply(state, context, command);
        state = applied.state();
        return applied.reply();
    }

    private static Put put(String key, String value, Condition condition) {
        return new Put(key, Payload.utf8(value), condition);
    }

    private static Condition ifVersion(long version) {
        return new Condition.IfVersion(Index.of(version));
    }

    private static Value value(long version, String bytes) {
        return new Value(Index.of(version), Payload.utf8(bytes));
    }

    private static Stored stored(long version) {
        return new Stored(Index.of(version));
    }

    private static ConditionFailed failedAt(long version) {
        return new ConditionFailed(Optional.of(Index.of(version)));
    }

    private static final ConditionFailed FAILED_ABSENT = new ConditionFailed(Optional.empty());

    @Test
    void theVersionIsTheIndexOfTheEntryThatWroteIt() {
        assertThat(apply(put("x", "a", Condition.NONE))).isEqualTo(stored(1));
        assertThat(apply(put("y", "b", Condition.NONE))).isEqualTo(stored(2));
        assertThat(apply(put("x", "c", Condition.NONE))).isEqualTo(stored(3));
        assertThat(MACHINE.query(state, new Get("x"))).isEqualTo(value(3, "c"));
        assertThat(MACHINE.query(state, new Get("y"))).isEqualTo(value(2, "b"));
        assertThat(MACHINE.query(state, new Get("z"))).isEqualTo(new NotFound());
    }

    @Test
    void aPutIfVersionReplacesThatVersionOnly() {
        assertThat(apply(put("x", "a", ifVersion(1)))).isEqualTo(FAILED_ABSENT);
        assertThat(apply(put("x", "a", Condition.NONE))).isEqualTo(stored(2));
        assertThat(apply(put("x", "b", ifVersion(1)))).isEqualTo(failedAt(2));
        assertThat(MACHINE.query(state, new Get("x"))).isEqualTo(value(2, "a"));
        assertThat(apply(put("x", "b", ifVersion(2)))).isEqualTo(stored(4));
        assertThat(apply(put("x", "c", ifVersion(2)))).isEqualTo(failedAt(4));
    }

    @Test
    void aPutIfAbsentMakesAKeyOnce() {
        assertThat(apply(put("x", "a", new Condition.IfAbsent()))).isEqualTo(stored(1));
        assertThat(apply(put("x", "b", new Condition.IfAbsent()))).isEqualTo(failedAt(1));
        apply(new Delete("x", Condition.NONE));
        assertThat(apply(put("x", "c", new Condition.IfAbsent()))).isEqualTo(stored(4));
    }

    @Test
    void aVersionNeverComesBackAfterADelete() {
        apply(put("x", "a", Condition.NONE));
        assertThat(apply(new Delete("x", ifVersion(1)))).isEqualTo(new Deleted(Index.of(1)));
        apply(put("x", "b", Condition.NONE));
        assertThat(apply(put("x", "c", ifVersion(1)))).isEqualTo(failedAt(3));
    }

    @Test
    void aDeleteChecksItsConditionFirst() {
        assertThat(apply(new Delete("x", Condition.NONE))).isEqualTo(new NotFound());
        assertThat(apply(new Delete("x", ifVersion(1)))).isEqualTo(FAILED_ABSENT);
        assertThat(apply(new Delete("x", new Condition.IfAbsent()))).isEqualTo(new NotFound());
        apply(put("x", "a", Condition.NONE));
        assertThat(apply(new Delete("x", new Condition.IfAbsent()))).isEqualTo(failedAt(4));
        assertThat(apply(new Delete("x", ifVersion(3)))).isEqualTo(failedAt(4));
        assertThat(apply(new Delete("x", ifVersion(4)))).isEqualTo(new Deleted(Index.of(4)));
        assertThat(state).isEmpty();
    }

    @Test
    void anOlderStateIsUntouchedByLaterCommands() {
        apply(put("x", "a", Condition.NONE));
        TreePMap<String, Value> before = state;
        apply(put("x", "b", Condition.NONE));
        apply(new Delete("x", Condition.NONE));
        assertThat(MACHINE.query(before, new Get("x"))).isEqualTo(value(1, "a"));
    }

    private List<String> keys(String prefix, String after, int limit) {
        Listing listing = (Listing) MACHINE.query(state, new ListKeys(prefix, after, limit));
        return listing.items().stream().map(Item::key).toList();
    }

    private boolean more(String prefix, String after, int limit) {
        return ((Listing) MACHINE.query(state, new ListKeys(prefix, after, limit))).more();
    }

    @Test
    void aListingHasTheKeysOfAPrefixInOrder() {
        for (String key : List.of("b", "a/2", "a/1", "a", "a0", "a/10")) {
            apply(put(key, key, Condition.NONE));
        }
        assertThat(keys("", "", 100)).containsExactly("a", "a/1", "a/10", "a/2", "a0", "b");
        assertThat(keys("a/", "", 100)).containsExactly("a/1", "a/10", "a/2");
        assertThat(keys("a/1", "", 100)).containsExactly("a/1", "a/10");
        assertThat(keys("c", "", 100)).isEmpty();
        assertThat(MACHINE.query(state, new ListKeys("a/10", "", 1)))
                .isEqualTo(new Listing(List.of(new Item("a/10", Index.of(6), 4)), false));
    }

    @Test
    void aListingGoesOnAfterAKey() {
        for (String key : List.of("a/1", "a/2", "a/3", "b")) {
            apply(put(key, key, Condition.NONE));
        }
        assertThat(keys("a/", "", 2)).containsExactly("a/1", "a/2");
        assertThat(more("a/", "", 2)).isTrue();
        assertThat(keys("a/", "a/2", 2)).containsExactly("a/3");
        assertThat(more("a/", "a/2", 2)).isFalse();
        assertThat(more("a/", "", 3)).isFalse();
        assertThat(keys("b", "a/2", 2)).containsExactly("b");
        assertThat(keys("a/", "b", 2)).isEmpty();
    }

    @Test
    void aListingIsBoundedInSizeToo() {
        String longKey = "k".repeat(500);
        for (int i = 100; i < 200; i++) apply(put(longKey + i, "", Condition.NONE));
        assertThat(keys("", "", 1000)).hasSize(65);
        assertThat(more("", "", 1000)).isTrue();
    }

    @Test
    void aWriteIsNoQuery() {
        assertThatThrownBy(() -> MACHINE.query(state, put("x", "a", Condition.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a write is no query: submit it");
    }

    @Test
    void aSubmittedQueryIsAnsweredAndChangesNothing() {
        apply(put("x", "a", Condition.NONE));
        TreePMap<String, Value> before = state;
        assertThat(apply(new Get("x"))).isEqualTo(value(1, "a"));
        assertThat(state).isSameAs(before);
    }

    @Test
    void aKeyHasOneTo512BytesOfUtf8() {
        assertThat(new Get("k".repeat(512)).key()).hasSize(512);
        assertThat(new Get("é".repeat(256)).key()).hasSize(256);
        assertThatThrownBy(() -> new Get(""))
                .hasMessage("a key has 1 to 512 bytes of UTF-8, but was 0");
        assertThatThrownBy(() -> new Put("k".repeat(513), new byte[0]))
                .hasMessage("a key has 1 to 512 bytes of UTF-8, but was 513");
        assertThatThrownBy(() -> new Delete("é".repeat(257), Condition.NONE))
                .hasMessage("a key has 1 to 512 bytes of UTF-8, but was 514");
        assertThatThrownBy(() -> new Get("\ud800")).hasMessage("the key is not Unicode text");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1001})
    void aListingHasALimitWithinBounds(int limit) {
        assertThatThrownBy(() -> new ListKeys("", "", limit))
                .hasMessage("a listing has a limit of 1 to 1000, but was " + limit);
    }
}
