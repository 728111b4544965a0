package io.ringfence.protocol;

/** From the entry {@code at} on, that incarnation is the voter of that replica. */
public record Readmission(ReplicaId replica, Incarnation incarnation, EntryId at) {}
