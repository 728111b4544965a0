package io.ringfence.internal;

import akka.actor.typed.ActorSystem;
import io.ringfence.protocol.Action;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;

/** Carries out what the rules decide about snapshots. */
final class Snapshots {
    private final ActorSystem<?> system;
    private final Site site;
    private final Chunks chunks;
    private final Applier<?, ?, ?> applier;

    Snapshots(ActorSystem<?> system, Site site, Chunks chunks, Applier<?, ?, ?> applier) {
        this.system = system;
        this.site = site;
        this.chunks = chunks;
        this.applier = applier;
    }

    void perform(Action action) {
        if (action instanceof Action.TakeFingerprint a) {
            applier.takeFingerprint(a.at());
        } else if (action instanceof Action.TakeSnapshot a) {
            applier.takeSnapshot(a.at());
        } else if (action instanceof Action.Restore a) {
            applier.restore(a.snapshot());
        } else if (action instanceof Action.DropChunks a) {
            chunks.drop(a.upTo(), a.except());
        } else if (action instanceof Action.FindChunks a) {
            chunks.find(a.snapshot());
        } else if (action instanceof Action.StoreChunk a) {
            chunks.store(a.snapshot(), a.chunk(), a.bytes());
        } else if (action instanceof Action.CheckSnapshot a) {
            chunks.check(a.snapshot());
        } else if (action instanceof Action.SendPiece a) {
            send(a.to(), a.message());
        } else if (action instanceof Action.SendChunk a) {
            ReplicaId to = a.asked().from();
            chunks.piece(a.asked()).thenAccept(piece -> send(to, piece));
        } else {
            throw new AssertionError("no way to do " + action);
        }
    }

    /** On any thread; a piece that is lost is asked for again. */
    private void send(ReplicaId to, Message.Piece piece) {
        Peers.of(system, site)
                .node(to)
                .ifPresent(node -> node.replica().tell(new ReplicaActor.Hand(piece)));
    }
}
