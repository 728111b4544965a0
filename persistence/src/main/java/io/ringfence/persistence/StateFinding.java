package io.ringfence.persistence;

import io.ringfence.protocol.FollowerState;
import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot that Akka stored of a replica's actor.
 *
 * @param sequenceNumber of the last event in it
 * @param written by the clock of the machine that wrote it
 * @param state what it holds, if that can be read
 * @param wrong why it cannot; empty when it can
 */
public record StateFinding(
        long sequenceNumber,
        Instant written,
        int payloadBytes,
        Optional<FollowerState> state,
        String wrong) {}
