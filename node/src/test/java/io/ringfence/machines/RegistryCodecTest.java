package io.ringfence.machines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCodecTest {
    private static final Codec<RegistryCommand, RegistryReply> CODEC = Registry.machine().codec();

    /** What version 0.1.0 wrote. Logs hold it: it must stay readable for ever. */
    private static Map<String, RegistryCommand> goldenCommands() {
        Payload value = Payload.wrap(new byte[] {0, -1});
        Map<String, RegistryCommand> golden = new LinkedHashMap<>();
        golden.put("0a070a016b120200ff", new Put("k", value, Condition.NONE));
        golden.put(
                "0a0c0a016b120200ff1a0308ac02",
                new Put("k", value, new Condition.IfVersion(Index.of(300))));
        golden.put("0a070a016b1a021001", new Put("k", Payload.EMPTY, new Condition.IfAbsent()));
        golden.put("12040a02c3a9", new Delete("é", Condition.NONE));
        golden.put("12070a016b12020807", new Delete("k", new Condition.IfVersion(Index.of(7))));
        golden.put("1a030a016b", new Get("k"));
        golden.put("220a0a02612f1202612f180a", new ListKeys("a/", "a/", 10));
        golden.put("22021801", new ListKeys("", "", 1));
        return golden;
    }

    private static Map<String, RegistryReply> goldenReplies() {
        Map<String, RegistryReply> golden = new LinkedHashMap<>();
        golden.put("0a0308ac02", new Stored(Index.of(300)));
        golden.put("12020807", new ConditionFailed(Optional.of(Index.of(7))));
        golden.put("1200", new ConditionFailed(Optional.empty()));
        golden.put("1a020807", new Deleted(Index.of(7)));
        golden.put("2200", new NotFound());
        golden.put("2a06080712026869", new Value(Index.of(7), Payload.utf8("hi")));
        golden.put("3200", new Listing(List.of(), false));
        golden.put(
                "320b0a070a016b100718021001",
                new Listing(List.of(new Item("k", Index.of(7), 2)), true));
        return golden;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenCommandIsWrittenAndReadTheSame() {
        return goldenCommands().entrySet().stream()
                .map(
                        e ->
                                DynamicTest.dynamicTest(
                                        e.getValue().toString(),
                                        () -> {
                                            assertThat(CODEC.encodeCommand(e.getValue()))
                                                    .asHexString()
                                                    .isEqualToIgnoringCase(e.getKey());
                                            assertThat(CODEC.decodeCommand(bytes(e.getKey())))
                                                    .isEqualTo(e.getValue());
                                        }));
    }

    @TestFactory
    Stream<DynamicTest> everyGoldenReplyIsWrittenAndReadTheSame() {
        return goldenReplies().entrySet().stream()
                .map(
                        e ->
                                DynamicTest.dynamicTest(
                                        e.getValue().toString(),
                                        () -> {
                                            assertThat(CODEC.encodeReply(e.getValue()))
                                                    .asHexString()
                                                    .isEqualToIgnoringCase(e.getKey());
                                            assertThat(CODEC.decodeReply(bytes(e.getKey())))
                                                    .isEqualTo(e.getValue());
                                        }));
    }

    @Test
    void everyKindHasGoldenBytes() {
        assertThat(goldenCommands().values().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RegistryCommand.class.getPermittedSubclasses());
        assertThat(goldenReplies().values().stream().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RegistryReply.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing                |                      | does not know
                    a later command        | fa0100               | does not know
                    cut short              | 0a070a016b           | no command of a registry
                    not a message          | ffffffffff           | no command of a registry
                    a later condition      | 0a070a016b1a021801   | condition of a registry that
                    a negative version     | 0a100a016b1a0b08ffffffffffffffffff01 | never negative
                    no key                 | 0a00                 | 1 to 512 bytes
                    a key that is no UTF-8 | 1a030a01ff           | no command of a registry
                    no limit               | 2200                 | limit of 1 to 1000
                    """)
    void bytesThatAreNoCommandAreRefusedWithASentence(String what, String hex, String sentence) {
        assertThatThrownBy(() -> CODEC.decodeCommand(hex == null ? new byte[0] : bytes(hex)))
                .as(what)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fa0100 | does not know
                    0a0308 | no reply of a registry
                    """)
    void bytesThatAreNoReplyAreRefusedWithASentence(String hex, String sentence) {
        assertThatThrownBy(() -> CODEC.decodeReply(bytes(hex)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void anEncodedCommandDoesNotShareTheCallersArray() {
        byte[] mine = {1, 2, 3};
        Put put = new Put("k", mine);
        Arrays.fill(mine, (byte) 0);
        assertThat(put.value()).isEqualTo(Payload.wrap(new byte[] {1, 2, 3}));
    }
}
