package io.ringfence;

import akka.persistence.PersistentRepr;
import akka.serialization.Serialization;
import akka.serialization.Serializers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What is left of a node when its process ends: the rows of its journal, as bytes. A test can watch
 * its writes, make them fail or hang, and damage it. Found by its name, so that an actor system's
 * configuration can say which it writes to.
 */
public final class Disk {
    private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

    private final String name;
    private final List<Row> rows = new ArrayList<>();
    private Consumer<Object> watcher = event -> {};
    private Class<?> failing = Nothing.class;
    private int failures;
    private Class<?> held = Nothing.class;
    private Class<?> muted = Nothing.class;
    private CompletableFuture<Void> healed = new CompletableFuture<>();

    /** No event is one. */
    private static final class Nothing {}

    /** An event as it lies on the disk. */
    record Row(String persistenceId, long number, int serializer, String manifest, byte[] bytes) {}

    private Disk(String name) {
        this.name = name;
    }

    /** A disk that no other test has. */
    public static Disk empty() {
        return DISKS.computeIfAbsent("disk-" + DISKS.size() + "-" + System.nanoTime(), Disk::new);
    }

    static Disk named(String name) {
        return DISKS.get(name);
    }

    public String name() {
        return name;
    }

    /** Tells each event before it is written. */
    public synchronized void watch(Consumer<Object> watcher) {
        this.watcher = watcher;
    }

    /** The next so many writes of events of that type fail, and write nothing. */
    public synchronized void fail(int writes, Class<?> type) {
        failing = type;
        failures = writes;
    }

    /** No write of events of that type begins, until {@link #heal}. */
    public synchronized void hold(Class<?> type) {
        held = type;
    }

    /** No write begins, until {@link #heal}. */
    public void hang() {
        hold(Object.class);
    }

    /** No write of events of that type is confirmed, though it is done. */
    public synchronized void mute(Class<?> type) {
        muted = type;
    }

    /** Whatever waits is done now, and nothing fails any more. */
    public synchronized void heal() {
        failing = Nothing.class;
        held = Nothing.class;
        muted = Nothing.class;
        CompletableFuture<Void> before = healed;
        healed = new CompletableFuture<>();
        before.complete(null);
    }

    /** True while a write waits for {@link #heal}. */
    public synchronized boolean isWriting() {
        return healed.getNumberOfDependents() > 0;
    }

    public synchronized int size() {
        return rows.size();
    }

    /** Changes the bytes of one row. */
    public synchronized void damage(int row, UnaryOperator<byte[]> damage) {
        Row old = rows.get(row);
        rows.set(
                row,
                new Row(
                        old.persistenceId(),
                        old.number(),
                        old.serializer(),
                        old.manifest(),
                        damage.apply(old.bytes().clone())));
    }

    /** Ends when the batch is written and may be confirmed; fails when nothing was written. */
    synchronized CompletableFuture<Void> write(
            List<PersistentRepr> batch, Serialization serialization) {
        if (holds(batch, held)) return healed.thenRun(() -> writeNow(batch, serialization));
        try {
            writeNow(batch, serialization);
        } catch (IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
        return holds(batch, muted)
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(null);
    }

    private static boolean holds(List<PersistentRepr> batch, Class<?> type) {
        return batch.stream().anyMatch(one -> type.isInstance(one.payload()));
    }

    private synchronized void writeNow(List<PersistentRepr> batch, Serialization serialization) {
        if (holds(batch, failing) && failures-- > 0) {
            throw new IllegalStateException("the disk failed");
        }
        for (PersistentRepr one : batch) {
            watcher.accept(one.payload());
            rows.add(row(one, serialization));
        }
    }

    private static Row row(PersistentRepr one, Serialization serialization) {
        Object event = one.payload();
        return new Row(
                one.persistenceId(),
                one.sequenceNr(),
                serialization.findSerializerFor(event).identifier(),
                Serializers.manifestFor(serialization.findSerializerFor(event), event),
                serialization.serialize(event).get());
    }

    synchronized List<Row> rows(String persistenceId) {
        return rows.stream().filter(row -> row.persistenceId().equals(persistenceId)).toList();
    }
}
