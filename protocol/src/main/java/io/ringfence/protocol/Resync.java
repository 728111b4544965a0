package io.ringfence.protocol;

/**
 * How far a replica is that receives a snapshot, as it shows itself (design §7).
 *
 * @param snapshot the entry that it stands for
 * @param source who is asked for the pieces
 * @param storedBytes how much of it is in the replica's store, taking all pieces for equally large
 * @param bytes of the whole
 */
public record Resync(EntryId snapshot, ReplicaId source, long storedBytes, long bytes) {
    public Resync {
        if (storedBytes < 0 || bytes < storedBytes) {
            throw new IllegalArgumentException(storedBytes + " B of " + bytes + " B");
        }
    }
}
