package io.ringfence.protocol;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a simulated process does with snapshots: takes, stores, reads, checks and restores them. */
final class SimShell {
    private final Ledger ledger;
    private final BiConsumer<SimNode, Message> rules;
    private final Consumer<World.Packet> network;
    private final Consumer<SimNode> crash;

    /**
     * @param rules gets what the process tells its replica
     * @param crash ends the process
     */
    SimShell(
            Ledger ledger,
            BiConsumer<SimNode, Message> rules,
            Consumer<World.Packet> network,
            Consumer<SimNode> crash) {
        this.ledger = ledger;
        this.rules = rules;
        this.network = network;
        this.crash = crash;
    }

    /** Carries out an action that is about snapshots, or begins to. */
    void perform(SimNode n, Action action) {
        if (action instanceof Action.TakeFingerprint a) {
            Digest chain = SimStore.chain(n.chain);
            Fingerprint taken = new Fingerprint(a.at(), chain, Digest.NONE);
            n.store.jobs.add(new SimStore.Say(new Message.FingerprintTaken(taken)));
        } else if (action instanceof Action.TakeSnapshot a) {
            ledger.onPosition(n, a.at());
            // The state is a value: what is applied meanwhile does not touch it.
            Snapshot taken = SimStore.describe(a.at(), n.digest, n.chain);
            n.store.jobs.add(new SimStore.Write(taken, SimStore.content(n.digest, n.chain), 0));
        } else if (action instanceof Action.Restore a) {
            restore(n, a.snapshot());
        } else if (action instanceof Action.DropChunks a) {
            n.store.jobs.add(new SimStore.Drop(a.upTo(), a.except()));
        } else if (action instanceof Action.FindChunks a) {
            n.store.jobs.add(new SimStore.Find(a.snapshot().id()));
        } else if (action instanceof Action.SendPiece a) {
            network.accept(new World.Packet(n.id, a.to(), false, a.message()));
        } else if (action instanceof Action.SendChunk a) {
            n.store.jobs.add(new SimStore.Read(a.asked()));
        } else if (action instanceof Action.StoreChunk a) {
            n.store.jobs.add(new SimStore.Put(a.snapshot(), a.chunk(), a.bytes()));
        } else if (action instanceof Action.CheckSnapshot a) {
            n.store.jobs.add(new SimStore.Check(a.snapshot()));
        } else {
            throw new AssertionError("no way to do " + action);
        }
    }

    private void restore(SimNode n, Snapshot snapshot) {
        Optional<String> flaw = n.store.flaw(snapshot);
        if (flaw.isPresent()) {
            ledger.onUnrestored(n, snapshot, flaw.get());
            n.lost = true;
            Message.Local lost = new Message.SnapshotLost(snapshot.id(), flaw.get());
            n.store.jobs.add(new SimStore.Say(lost));
            return;
        }
        long[] state = n.store.restore(snapshot.id());
        n.store.abandon();
        n.applied = snapshot.index().value();
        n.digest = state[0];
        n.chain = state[1];
        ledger.onRestored(n, snapshot);
    }

    /** One step of what is to be done in the store; false when there is nothing. */
    boolean work(SimNode n) {
        SimStore.Job job = n.store.jobs.poll();
        if (job == null) return false;
        if (job instanceof SimStore.Write j) {
            write(n, j);
        } else if (job instanceof SimStore.Put j) {
            if (put(n, j.snapshot(), j.chunk(), j.bytes())) {
                rules.accept(n, new Message.ChunkStored(j.snapshot(), j.chunk()));
            }
        } else if (job instanceof SimStore.Find j) {
            int stored = n.store.stored(j.snapshot());
            rules.accept(n, new Message.ChunksFound(j.snapshot(), stored));
        } else if (job instanceof SimStore.Check j) {
            Optional<String> flaw = n.store.flaw(j.snapshot());
            rules.accept(n, new Message.SnapshotChecked(j.snapshot().id(), flaw));
        } else if (job instanceof SimStore.Read j) {
            network.accept(new World.Packet(n.id, j.asked().from(), false, read(n, j.asked())));
        } else if (job instanceof SimStore.Drop j) {
            n.store.drop(j.upTo(), j.except());
        } else if (job instanceof SimStore.Say j) {
            rules.accept(n, j.message());
        }
        return true;
    }

    private void write(SimNode n, SimStore.Write job) {
        if (job.next() == job.chunks().size()) {
            rules.accept(n, new Message.SnapshotWritten(job.snapshot()));
            return;
        }
        if (put(n, job.snapshot().id(), job.next(), job.chunks().get(job.next()))) {
            n.store.jobs.addFirst(new SimStore.Write(job.snapshot(), job.chunks(), job.next() + 1));
        }
    }

    /** True when the process lives on; a chunk may be torn. */
    private boolean put(SimNode n, SnapshotId id, int chunk, Payload bytes) {
        SimNode.Crash armed = n.crash;
        if (armed == SimNode.Crash.IN) {
            n.store.put(id, chunk, Payload.wrap(new byte[] {'x'}));
        } else if (armed != SimNode.Crash.BEFORE) {
            n.store.put(id, chunk, bytes);
        }
        if (armed != SimNode.Crash.NONE) crash.accept(n);
        return armed == SimNode.Crash.NONE;
    }

    private static Message.Piece read(SimNode n, Message.FetchChunk m) {
        Optional<Payload> bytes = n.store.get(m.snapshot(), m.chunk());
        if (bytes.isPresent()) {
            return new Message.ChunkFetched(
                    n.id, m.term(), m.leader(), m.snapshot(), m.chunk(), bytes.get());
        }
        return new Message.ChunkRefused(
                n.id, m.term(), m.leader(), m.snapshot(), m.chunk(), "chunk is missing");
    }
}
