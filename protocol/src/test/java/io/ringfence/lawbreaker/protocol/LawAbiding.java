package io.ringfence.lawbreaker.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** No breaker: what the laws must let pass, for a law that forbids everything is none either. */
public record LawAbiding(String name, long[] numbers, Optional<LawAbiding> next) {
    sealed interface Shape {
        record Round(double radius) implements Shape {}

        enum Flat implements Shape {
            LINE,
            POINT
        }
    }

    ByteBuffer bytes() {
        return ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8));
    }

    SortedMap<String, List<String>> sorted() {
        return Stream.of("x", "y")
                .collect(
                        Collectors.groupingBy(
                                Function.identity(), TreeMap::new, Collectors.toList()));
    }

    Map<String, String> mapped() {
        return Stream.of("x")
                .collect(Collectors.toMap(Function.identity(), x -> x, (x, y) -> x, TreeMap::new));
    }

    String describe(Shape shape) {
        List<String> words = new ArrayList<>(new TreeSet<>(List.of("a", "b")));
        words.sort(Comparator.reverseOrder());
        if (shape instanceof Shape.Flat flat) {
            return switch (flat) {
                case LINE -> "line " + words;
                case POINT -> "point " + words;
            };
        }
        throw new IllegalArgumentException(
                "no word for " + shape + " of " + name.toLowerCase(Locale.ROOT));
    }
}
