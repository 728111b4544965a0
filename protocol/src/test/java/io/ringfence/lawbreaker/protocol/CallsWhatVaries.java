package io.ringfence.lawbreaker.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class CallsWhatVaries {
    List<Set<String>> sets(List<String> from) {
        return List.of(
                Set.of("x", "y"), Set.copyOf(from), from.stream().collect(Collectors.toSet()));
    }

    List<Map<String, String>> maps(Map<String, String> from) {
        return List.of(
                Map.of("x", "y"), Map.ofEntries(Map.entry("x", "y")), Map.copyOf(from), toMap());
    }

    Map<String, String> toMap() {
        return Stream.of("x").collect(Collectors.toMap(Function.identity(), x -> x));
    }

    Map<String, List<String>> groups() {
        return Stream.of("x").collect(Collectors.groupingBy(Function.identity()));
    }

    double chance(List<String> list) {
        Collections.shuffle(list);
        return Math.random();
    }

    List<String> languages(int number) {
        return List.of(String.format("%d", number), "%d".formatted(number), "TITLE".toLowerCase());
    }

    long threads(List<String> list) {
        return list.parallelStream().count();
    }
}
