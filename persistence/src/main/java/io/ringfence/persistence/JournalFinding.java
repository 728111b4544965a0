package io.ringfence.persistence;

import java.time.Instant;

/** What an inspection finds in a replica's rows of the journal, in their order. */
public sealed interface JournalFinding {

    /**
     * A row, without its payload.
     *
     * @param manifest what the payload says it is
     * @param writer the run of the actor that wrote it; another one begins with each recovery
     * @param written by the clock of the machine that wrote it
     */
    record Row(
            long sequenceNumber,
            String manifest,
            int payloadBytes,
            String writer,
            Instant written) {}

    /** A row whose event can be read. */
    record Readable(Row row, io.ringfence.protocol.Event event) implements JournalFinding {}

    /** A row whose event cannot be read, and why: a replica refuses to start on it. */
    record Unreadable(Row row, String wrong) implements JournalFinding {}

    /** A row that is deleted, and kept for its number: the highest of those deleted. */
    record Marked(Row row) implements JournalFinding {}

    /** Rows that are gone for good reason: a snapshot stands for them. Both ends included. */
    record Removed(long from, long to) implements JournalFinding {}

    /** Rows that should be there: a replica that starts lacks these events. Both ends included. */
    record Gap(long from, long to) implements JournalFinding {}
}
