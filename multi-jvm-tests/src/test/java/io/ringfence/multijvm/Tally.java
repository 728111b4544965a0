package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.multijvm.Registry.Item;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of the writes of one load, and whether a cluster holds what it owes for them.
 *
 * @param prefix of all their keys
 */
record Tally(String prefix, List<Attempt> attempts) {
    /** Each waits most of the time. */
    private static final int READERS = 16;

    List<Attempt> acknowledged() {
        return attempts.stream().filter(a -> a.answer().isDone()).toList();
    }

    /** The first that was acknowledged in an epoch above the given one. */
    Optional<Attempt> acknowledgedAbove(long epoch) {
        return acknowledged().stream()
                .filter(a -> a.written().epoch() > epoch)
                .min(Comparator.comparingLong(Attempt::answeredNanos));
    }

    /** From the last write acknowledged up to that epoch to the first one above it. */
    Duration gapAfter(long epoch) {
        long last =
                acknowledged().stream()
                        .filter(a -> a.written().epoch() <= epoch)
                        .mapToLong(Attempt::answeredNanos)
                        .max()
                        .orElseThrow();
        long first = acknowledgedAbove(epoch).orElseThrow().answeredNanos();
        return Duration.ofNanos(first - last);
    }

    /** The longest time in which nothing was acknowledged. */
    Duration longestGap() {
        long[] answers =
                acknowledged().stream().mapToLong(Attempt::answeredNanos).sorted().toArray();
        long longest = 0;
        for (int i = 1; i < answers.length; i++) {
            longest = Math.max(longest, answers[i] - answers[i - 1]);
        }
        return Duration.ofNanos(longest);
    }

    /** How long each acknowledged write took that was sent in that time, sorted. */
    List<Long> millisBetween(long fromNanos, long toNanos) {
        return acknowledged().stream()
                .filter(a -> a.sentNanos() - fromNanos >= 0 && toNanos - a.sentNanos() >= 0)
                .map(a -> (a.answeredNanos() - a.sentNanos()) / 1_000_000)
                .sorted()
                .toList();
    }

    /** Holds a cluster to it, as that node tells what is there. */
    void verify(NodeClient client) {
        verify(client.listAll(prefix + "/"), key -> client.get(key).done().text());
    }

    /**
     * Every acknowledged write is there as it was written, once; of those rejected there is none;
     * and nothing is there that nobody wrote.
     *
     * @param values safe for use by several threads
     */
    void verify(List<Item> items, Function<String, String> values) {
        Map<String, Item> found =
                items.stream().collect(Collectors.toMap(Item::key, Function.identity()));
        assertThat(lost(found)).as("acknowledged writes that are lost").isEmpty();
        assertThat(doubled(found)).as("writes that were applied twice").isEmpty();
        assertThat(wrong(values)).as("acknowledged writes with another value").isEmpty();
        assertThat(smuggled(found)).as("rejected writes that are there").isEmpty();
        assertThat(foreign(found)).as("keys that nobody wrote").isEmpty();
    }

    private List<Attempt> lost(Map<String, Item> found) {
        return acknowledged().stream().filter(a -> !found.containsKey(a.key())).toList();
    }

    /** A key's version is the index of the entry that wrote it last: a second time would show. */
    private List<Attempt> doubled(Map<String, Item> found) {
        return acknowledged().stream()
                .filter(a -> found.get(a.key()).version() != a.written().index())
                .toList();
    }

    private List<Attempt> wrong(Function<String, String> values) {
        ForkJoinPool readers = new ForkJoinPool(READERS);
        try {
            return readers.submit(() -> different(values)).join();
        } finally {
            readers.shutdown();
        }
    }

    private List<Attempt> different(Function<String, String> values) {
        return acknowledged().parallelStream()
                .filter(a -> !a.value().equals(values.apply(a.key())))
                .toList();
    }

    private List<Attempt> smuggled(Map<String, Item> found) {
        return attempts.stream()
                .filter(a -> a.answer() instanceof Answer.Rejected)
                .filter(a -> found.containsKey(a.key()))
                .toList();
    }

    private List<String> foreign(Map<String, Item> found) {
        List<String> written = attempts.stream().map(Attempt::key).sorted().toList();
        return found.keySet().stream()
                .filter(key -> Collections.binarySearch(written, key) < 0)
                .toList();
    }

    /**
     * No index was acknowledged for two writes, and those of a later epoch all lie behind those of
     * an earlier one: two leaders never acknowledged side by side.
     */
    void verifyEpochsDoNotOverlap() {
        TreeMap<Long, Long> byIndex = new TreeMap<>();
        for (Attempt a : acknowledged()) {
            assertThat(byIndex.put(a.written().index(), a.written().epoch()))
                    .as("another write acknowledged at index %d", a.written().index())
                    .isNull();
        }
        assertThat(List.copyOf(byIndex.values())).as("epochs by index").isSorted();
    }

    @Override
    public String toString() {
        long unknown = attempts.stream().filter(a -> a.answer() instanceof Answer.Unknown).count();
        int done = acknowledged().size();
        return "%d writes: %d acknowledged, %d rejected, %d unknown"
                .formatted(attempts.size(), done, attempts.size() - done - unknown, unknown);
    }
}
