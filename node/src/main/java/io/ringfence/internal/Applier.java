package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.persistence.ChunkedSnapshot;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Fingerprint;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Log;
import io.ringfence.protocol.LogPosition;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Applies what is committed to the state machine, each entry once and in order, and tells the
 * leader on this node what it waits for. Whoever waits goes on waiting when the replica restarts.
 */
final class Applier<S, C, R> {
    // A replica that restarts on its leader's node tells all results of the epoch again.
    private static final int RESULTS_MAX = 1_024;

    private final Chunks chunks;
    private final ActorRef<ReplicaActor.Command> replica;
    private Machine<S, C, R> machine;
    private CompletableFuture<ChunkedSnapshot> writing = CompletableFuture.completedFuture(null);

    /** To be written next, when one was to be taken while another was being written. */
    private Optional<Runnable> next = Optional.empty();

    /** What is to be done once the state is there that is being read; empty when none is. */
    private Optional<List<Runnable>> waiting = Optional.empty();

    /** Counts the states that were begun with: what was read for another one is nobody's. */
    private long beginnings;

    private Optional<ReplicaActor.ReportResults> listener = Optional.empty();
    private final PriorityQueue<ReplicaActor.RunQuery> queries =
            new PriorityQueue<>(Comparator.comparing(ReplicaActor.RunQuery::at));

    Applier(Machine<S, C, R> machine, Chunks chunks, ActorRef<ReplicaActor.Command> replica) {
        this.machine = machine;
        this.chunks = chunks;
        this.replica = replica;
    }

    EntryId applied() {
        return machine.applied();
    }

    Digest chain() {
        return machine.chain();
    }

    /** From before the first entry on. */
    void reset() {
        begin();
        machine = machine.anew();
    }

    /** What was to be done with the state before is not done any more. */
    private void begin() {
        beginnings++;
        writing.cancel(false);
        next = Optional.empty();
        waiting = Optional.empty();
    }

    /** From a snapshot on, which is read off the actor's thread; what follows waits for it. */
    void restore(Snapshot snapshot) {
        begin();
        waiting = Optional.of(new ArrayList<>());
        long beginning = beginnings;
        chunks.read(snapshot.id(), machine::decode)
                .whenComplete(
                        (state, failure) ->
                                replica.tell(
                                        failure == null
                                                ? new ReplicaActor.Restored(
                                                        beginning,
                                                        snapshot.id(),
                                                        () -> goOn(state, snapshot))
                                                : new ReplicaActor.Unrestored(
                                                        beginning,
                                                        snapshot.id(),
                                                        Chunks.cause(failure).toString())));
    }

    /** False when another state was begun with since. */
    boolean isCurrent(long beginning) {
        return beginning == beginnings;
    }

    private void goOn(S state, Snapshot snapshot) {
        machine = machine.at(state, snapshot);
        List<Runnable> held = waiting.orElseThrow();
        waiting = Optional.empty();
        held.forEach(Runnable::run);
        answerQueries();
    }

    private void inOrder(Runnable work) {
        if (waiting.isPresent()) waiting.get().add(work);
        else work.run();
    }

    void takeFingerprint(EntryId at) {
        inOrder(
                () -> {
                    Fingerprint taken = new Fingerprint(at, machine.chain(), Digest.NONE);
                    replica.tell(
                            new ReplicaActor.Taken(
                                    beginnings, new Message.FingerprintTaken(taken)));
                });
    }

    /** The state is a value: what is applied while it is written does not touch it. */
    void takeSnapshot(LogPosition at) {
        inOrder(
                () -> {
                    Digest upTo = machine.chain();
                    Supplier<Iterator<byte[]>> records = machine.records();
                    next = Optional.of(() -> write(at, upTo, records));
                    writeNext();
                });
    }

    /** One at a time, and then the newest of those that were to be taken meanwhile. */
    void writeNext() {
        if (next.isEmpty() || !writing.isDone()) return;
        Runnable begin = next.get();
        next = Optional.empty();
        begin.run();
    }

    private void write(LogPosition at, Digest upTo, Supplier<Iterator<byte[]>> records) {
        int version = machine.version();
        long beginning = beginnings;
        CompletableFuture<ChunkedSnapshot> begun = chunks.write(at.id(), records);
        writing = begun;
        begun.whenComplete(
                (written, failure) -> {
                    if (failure == null)
                        replica.tell(
                                new ReplicaActor.Taken(
                                        beginning, told(at, upTo, version, written)));
                    else if (!begun.isCancelled()) {
                        replica.tell(new ReplicaActor.Unwritten(at.id(), Chunks.cause(failure)));
                    }
                });
    }

    private static Message.Local told(
            LogPosition at, Digest chain, int version, ChunkedSnapshot written) {
        return new Message.SnapshotWritten(
                new Snapshot(
                        at,
                        chain,
                        new Digest(version, written.digest()),
                        ChunkNames.content(written),
                        written.chunks(),
                        written.bytes()));
    }

    /** The leader that sits here now; there is one leader actor on a node, and the last counts. */
    void report(ReplicaActor.ReportResults wanted) {
        listener = Optional.of(wanted);
    }

    void run(ReplicaActor.RunQuery query) {
        queries.add(query);
        answerQueries();
    }

    void apply(Log log, Index commit) {
        inOrder(() -> applyNow(log, commit));
    }

    private void applyNow(Log log, Index commit) {
        List<LeaderActor.Result> results = new ArrayList<>();
        for (Entry entry : log.range(machine.applied().index().next(), commit)) {
            Optional<Machine.Reply<R>> reply = machine.apply(entry);
            if (isWanted(entry)) {
                reply.map(machine::outcome)
                        .or(() -> marked(entry))
                        .map(outcome -> new LeaderActor.Result(entry.id(), outcome))
                        .ifPresent(results::add);
            }
            if (results.size() == RESULTS_MAX) results = told(results);
        }
        if (!results.isEmpty()) told(results);
        answerQueries();
    }

    /** The snapshot itself follows; whoever asked is told where it will be. */
    private static Optional<Outcome<Payload>> marked(Entry entry) {
        return entry.content() instanceof Content.Mark
                ? Optional.of(new Outcome.Done<>(Payload.EMPTY, entry.id()))
                : Optional.empty();
    }

    private List<LeaderActor.Result> told(List<LeaderActor.Result> results) {
        listener.ifPresent(l -> l.to().tell(new LeaderActor.Results(results)));
        return new ArrayList<>();
    }

    private boolean isWanted(Entry entry) {
        return listener.isPresent() && listener.get().epoch().equals(entry.epoch());
    }

    private void answerQueries() {
        if (waiting.isPresent()) return;
        while (!queries.isEmpty() && !queries.peek().at().isAfter(applied().index())) {
            ReplicaActor.RunQuery next = queries.poll();
            Outcome<Payload> outcome = machine.query(next.query());
            next.replyTo().tell(new LeaderActor.QueryAnswered(next.request(), outcome));
        }
    }
}
