package io.ringfence.multijvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.multijvm.Registry.Value;
import io.ringfence.multijvm.Registry.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A counter in one key that several clients increment, each by its own share: the value is the list
 * of the shares. An increment is a write on condition of the version read; after an unknown outcome
 * the client's own share tells whether it was applied, so that the count stays exact.
 */
final class SharedCounter {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of one increment or reading, whatever befalls the cluster meanwhile. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final TestCluster cluster;
    private final String key;
    private final int clients;

    SharedCounter(TestCluster cluster, String key, int clients) {
        this.cluster = cluster;
        this.key = key;
        this.clients = clients;
    }

    /** The shares, in a version of the key. */
    private record Shares(List<Long> counts, Condition ifUnchanged) {
        long total() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }

        String withOneMore(int client) {
            List<Long> more = new ArrayList<>(counts);
            more.set(client, more.get(client) + 1);
            return String.join(" ", more.stream().map(String::valueOf).toList());
        }
    }

    /** All clients at once, until the counter says exactly that many. */
    void incrementTo(long total) {
        long missing = total - total();
        assertThat(missing).isPositive();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int me = client;
                long mine = missing / clients + (client < missing % clients ? 1 : 0);
                running.add(threads.submit(() -> incrementOften(me, mine)));
            }
            for (Future<?> client : running) client.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed: " + e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private void incrementOften(int client, long times) {
        for (long i = 0; i < times; i++) increment(client);
    }

    private void increment(int client) {
        Shares before = read(client);
        long wanted = before.counts().get(client) + 1;
        long end = System.nanoTime() + LIMIT.toNanos();
        for (int tried = 0; System.nanoTime() < end; tried++) {
            Answer<Written> answer =
                    client(client + tried)
                            .put(key, before.withOneMore(client), before.ifUnchanged());
            if (answer.isDone()) return;
            before = read(client + tried);
            if (before.counts().get(client) == wanted) return;
        }
        throw new AssertionError("no increment in " + LIMIT + "\n" + cluster.describe());
    }

    /** What all clients counted together, read at any node. */
    long total() {
        return read(0).total();
    }

    private Shares read(int at) {
        long end = System.nanoTime() + LIMIT.toNanos();
        for (int tried = 0; System.nanoTime() < end; tried++) {
            Answer<Value> answer = client(at + tried).get(key);
            if (answer instanceof Answer.Done<Value> done) return shares(done.value());
            if (answer.isRejected(404)) return none();
        }
        throw new AssertionError("no read in " + LIMIT + "\n" + cluster.describe());
    }

    private Shares none() {
        return new Shares(Collections.nCopies(clients, 0L), Condition.ABSENT);
    }

    private static Shares shares(Value value) {
        List<Long> counts = List.of(value.text().split(" ")).stream().map(Long::valueOf).toList();
        return new Shares(counts, Condition.version(value.version()));
    }

    private NodeClient client(int number) {
        List<Node> nodes = cluster.responsive();
        return nodes.get(number % nodes.size()).client().within(PATIENCE);
    }
}
