package io.ringfence;

import io.ringfence.protocol.EntryId;

/**
 * Where and when a command is applied: the same on every replica.
 *
 * @param entryId of the command: grows with every command for ever
 * @param timeMillis the replicated clock, in milliseconds since the Unix epoch; never falls
 */
public record Context(EntryId entryId, long timeMillis) {}
