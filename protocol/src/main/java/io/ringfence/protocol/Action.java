package io.ringfence.protocol;

import java.util.List;

/** What a replica's shell is told to do after the events are durable. */
public sealed interface Action {
    /**
     * Answer the leader that the answer names. Most often it asked just now; but what the shell
     * says of a snapshot is answered to the leader as well, whose node {@link LeaderId#home} names.
     */
    record Reply(Message.Answer answer) implements Action {}

    /** Remember this of the leader until the process ends. */
    record Keep(Contact contact) implements Action {}

    /** Let the state machine apply all entries up to {@code commitIndex} that it has not. */
    record Apply(Index commitIndex) implements Action {}

    /** Make the state machine anew: the log that it had applied was dropped. */
    record Reset() implements Action {}

    /** Report entries, never committed, that a newer leader's replaced; never silent (F11). */
    record ReportDiscarded(List<EntryId> ids) implements Action {
        public ReportDiscarded {
            ids = List.copyOf(ids);
        }
    }

    /** Report that this replica is damaged, at the highest level there is. */
    record ReportCritical(String sentence) implements Action {}

    /** Report what an operator should know. */
    record Report(String sentence) implements Action {}

    /** With all up to {@code at} applied and nothing behind it, say the fingerprint. */
    record TakeFingerprint(EntryId at) implements Action {}

    /**
     * With all up to there applied and nothing behind it, write the machine's state to the chunk
     * store, off the actor's thread; say when it is durable.
     */
    record TakeSnapshot(LogPosition at) implements Action {}

    /** The machine's state is that of the snapshot, which is in the store. */
    record Restore(Snapshot snapshot) implements Action {}

    /** Remove the chunks of all snapshots at or below {@code upTo} but these. */
    record DropChunks(Index upTo, List<SnapshotId> except) implements Action {
        public DropChunks {
            except = List.copyOf(except);
        }
    }

    /** Say how many of the snapshot's pieces are in the store. */
    record FindChunks(Snapshot snapshot) implements Action {}

    /** Send to another replica; may be lost. */
    record SendPiece(ReplicaId to, Message.Piece message) implements Action {}

    /** Read that piece and send it to who asked, or why it cannot be read. */
    record SendChunk(Message.FetchChunk asked) implements Action {}

    /** Make the piece durable in the store, over whatever is there; say so. */
    record StoreChunk(SnapshotId snapshot, int chunk, Payload bytes) implements Action {}

    /** Read the whole snapshot back and say whether it is what its digests say. */
    record CheckSnapshot(Snapshot snapshot) implements Action {}
}
