package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytes of each kind, checked in: what was written once is read by every later version. With
 * {@code -Drewrite} they are recorded anew, which is right only for a kind that no release wrote.
 */
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final RingfenceSerializer SERIALIZER = new RingfenceSerializer();
    private static final HexFormat HEX = HexFormat.of();
    private static final int BYTES_PER_LINE = 32;

    private static Map<String, Object> samples() {
        Map<String, Object> all = new TreeMap<>();
        Samples.events().forEach((name, event) -> all.put(EventCodec.FORMAT + "-" + name, event));
        Samples.messages().forEach((name, m) -> all.put(MessageCodec.FORMAT + "-" + name, m));
        Samples.states().forEach((name, state) -> all.put(StateCodec.FORMAT + "-" + name, state));
        return all;
    }

    static Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(samples().keySet());
        if (System.getProperty("rewrite") != null) {
            for (String name : names) write(name);
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsWrittenIsWhatWasWrittenAlways(String name) throws IOException {
        assertThat(text(samples().get(name))).isEqualTo(Files.readString(file(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatWasWrittenIsReadAsItWasMeant(String name) throws IOException {
        Object value = samples().get(name);
        assertThat(SERIALIZER.fromBinary(bytes(name), SERIALIZER.manifest(value))).isEqualTo(value);
    }

    @Test
    void everyFileThatWasWrittenIsStillRead() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            Set<String> found =
                    files.map(f -> f.getFileName().toString())
                            .filter(f -> f.matches("[EMS]\\d.*"))
                            .map(f -> f.replace(".hex", ""))
                            .collect(Collectors.toCollection(TreeSet::new));
            assertThat(found).isEqualTo(names());
        }
    }

    private static void write(String name) throws IOException {
        Files.createDirectories(GOLDEN);
        Files.writeString(file(name), text(samples().get(name)));
    }

    private static Path file(String name) {
        return GOLDEN.resolve(name + ".hex");
    }

    private static String text(Object value) {
        StringBuilder text = new StringBuilder("# " + SERIALIZER.manifest(value) + "\n");
        byte[] bytes = SERIALIZER.toBinary(value);
        for (int i = 0; i < bytes.length; i += BYTES_PER_LINE) {
            text.append(HEX.formatHex(bytes, i, Math.min(bytes.length, i + BYTES_PER_LINE)));
            text.append('\n');
        }
        return text.toString();
    }

    private static byte[] bytes(String name) throws IOException {
        return HEX.parseHex(
                Files.readAllLines(file(name)).stream()
                        .filter(line -> !line.startsWith("#"))
                        .collect(Collectors.joining()));
    }
}
