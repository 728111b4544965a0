package io.ringfence.multijvm;

import io.ringfence.multijvm.Registry.Written;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that write, at a steady pace, each key once and each value once, and never try again: so
 * that what became of every single write can be told afterwards.
 */
final class WriteLoad implements AutoCloseable {
    /** What a client waits for an outcome; while no one leads, it shall ask another node soon. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration STOP = Duration.ofSeconds(20);

    private final TestCluster cluster;
    private final String prefix;
    private final long intervalNanos;
    private final Queue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopped;
    private volatile Throwable failure;

    private WriteLoad(TestCluster cluster, String prefix, int clients, int writesPerSecond) {
        this.cluster = cluster;
        this.prefix = prefix;
        this.intervalNanos = Duration.ofSeconds(1).toNanos() * clients / writesPerSecond;
        for (int client = 0; client < clients; client++) {
            int number = client;
            this.clients.add(new Thread(() -> write(number), "client-" + client));
        }
    }

    /**
     * Starts it, and waits until a write was acknowledged.
     *
     * @param prefix of the keys, which no other load of the cluster has
     * @param writesPerSecond of all clients together
     */
    static WriteLoad start(TestCluster cluster, String prefix, int clients, int writesPerSecond) {
        WriteLoad load = new WriteLoad(cluster, prefix, clients, writesPerSecond);
        load.clients.forEach(Thread::start);
        load.awaitAcknowledged("the first write is", TestCluster.FAILOVER, -1);
        return load;
    }

    /** Waits for a write that is acknowledged in an epoch above the given one. */
    void awaitAcknowledgedAbove(long epoch, Duration atMost) {
        awaitAcknowledged("a write in an epoch above " + epoch + " is", atMost, epoch);
    }

    private void awaitAcknowledged(String what, Duration atMost, long epoch) {
        cluster.await(
                what + " acknowledged",
                atMost,
                () -> failure != null || tally().acknowledgedAbove(epoch).isPresent());
        checkClients();
    }

    /** Waits until so many more were acknowledged. */
    void awaitMore(int count, Duration atMost) {
        int wanted = acknowledged.get() + count;
        cluster.await(
                count + " more writes are acknowledged",
                atMost,
                () -> failure != null || acknowledged.get() >= wanted);
        checkClients();
    }

    /** What became of the writes up to now. */
    Tally tally() {
        return new Tally(prefix, List.copyOf(attempts));
    }

    /** Ends it, and tells what became of all its writes. */
    Tally stop() {
        close();
        checkClients();
        return tally();
    }

    @Override
    public void close() {
        stopped = true;
        for (Thread client : clients) {
            try {
                client.join(STOP.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void checkClients() {
        if (failure != null) throw new AssertionError("a client failed", failure);
    }

    private void write(int client) {
        try {
            long next = System.nanoTime();
            for (int number = 0; !stopped; number++) {
                Attempt attempt = attempt(client, number);
                attempts.add(attempt);
                if (attempt.answer().isDone()) acknowledged.incrementAndGet();
                next = Math.max(System.nanoTime(), next + intervalNanos);
                LockSupport.parkNanos(next - System.nanoTime());
            }
        } catch (RuntimeException | AssertionError e) {
            failure = e;
        }
    }

    private Attempt attempt(int client, int number) {
        String key = prefix + "/" + client + "/" + number;
        String value = "value of " + key;
        List<Node> nodes = cluster.responsive();
        if (nodes.isEmpty()) return Attempt.nobodyThere(key, value);
        Node node = nodes.get((client + number) % nodes.size());
        long sent = System.nanoTime();
        Answer<Written> answer = node.client().within(PATIENCE).put(key, value);
        return new Attempt(key, value, node.replica(), answer, sent, System.nanoTime());
    }
}
