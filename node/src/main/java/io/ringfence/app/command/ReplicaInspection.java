package io.ringfence.app.command;

import io.ringfence.persistence.ChunksFinding;
import io.ringfence.persistence.JournalFinding;
import io.ringfence.persistence.JournalFinding.Row;
import io.ringfence.persistence.JournalInspection;
import io.ringfence.persistence.StateFinding;
import io.ringfence.protocol.Contact;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Invariants;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is found of one replica, as lines for people. */
final class ReplicaInspection {
    private final String persistenceId;
    private final int lastMax;
    private final Deque<String> events = new ArrayDeque<>();
    private final List<String> trouble = new ArrayList<>();
    private final List<String> snapshots = new ArrayList<>();
    private Optional<FollowerState> state = Optional.empty();
    private long stateNumber;
    private long rows;
    private long discarded;

    /**
     * @param lastMax how many events are shown
     */
    ReplicaInspection(String persistenceId, int lastMax) {
        this.persistenceId = persistenceId;
        this.lastMax = lastMax;
    }

    /** False when something is missing or damaged. */
    boolean look(JournalInspection inspection) {
        inspection.states(persistenceId, this::onState);
        if (state.isEmpty()) state = Optional.of(FollowerState.blank(replica()));
        inspection.events(persistenceId, this::onEvent);
        inspection.chunks(persistenceId, this::onChunks);
        return trouble.isEmpty();
    }

    private ReplicaId replica() {
        return ReplicaId.of(persistenceId.substring(persistenceId.lastIndexOf('|') + 1));
    }

    private void onState(StateFinding found) {
        if (found.state().isEmpty()) {
            trouble.add("Akka's snapshot at " + found.sequenceNumber() + ": " + found.wrong());
            return;
        }
        state = found.state();
        stateNumber = found.sequenceNumber();
    }

    private void onEvent(JournalFinding finding) {
        if (finding instanceof JournalFinding.Readable found) {
            rows++;
            show(found.row(), fold(found.row(), found.event()));
        } else if (finding instanceof JournalFinding.Unreadable found) {
            rows++;
            trouble.add("event " + found.row().sequenceNumber() + ": " + found.wrong());
            show(found.row(), "cannot be read: " + found.wrong());
        } else if (finding instanceof JournalFinding.Removed found) {
            remember(
                    "%8d  to %d are removed: a snapshot stands for them"
                            .formatted(found.from(), found.to()));
        } else if (finding instanceof JournalFinding.Gap found) {
            trouble.add("events " + found.from() + " to " + found.to() + " are missing");
        }
    }

    /** The event in words; what Akka's snapshot stands for is not folded again. */
    private String fold(Row row, Event event) {
        String line = Describe.event(event);
        if (row.sequenceNumber() <= stateNumber) return line;
        try {
            FollowerState before = state.orElseThrow();
            List<EntryId> gone = gone(before, event);
            state = Optional.of(before.apply(event));
            if (gone.isEmpty()) return line;
            discarded += gone.size();
            return line + ", discards " + gone;
        } catch (Invariants.Violation e) {
            trouble.add("event " + row.sequenceNumber() + " does not fit: " + e.getMessage());
            return line;
        }
    }

    /** Entries that were never committed, and that a newer leader's replaced (F11). */
    private static List<EntryId> gone(FollowerState before, Event event) {
        if (!(event instanceof Event.EntriesAppended e)) return List.of();
        if (!before.log().holds(e.previous())) return List.of();
        return before.log().idsAfter(e.previous().index());
    }

    private void show(Row row, String what) {
        remember("%8d  %s  %s".formatted(row.sequenceNumber(), row.written(), what));
    }

    private void remember(String line) {
        events.add(line);
        if (events.size() > lastMax) events.remove();
    }

    private void onChunks(ChunksFinding found) {
        snapshots.add(
                "snapshot %s: %s, %d chunks, %,d bytes"
                        .formatted(
                                found.entryId(),
                                found.verdict().name().toLowerCase(Locale.ROOT),
                                found.chunks(),
                                found.bytes()));
        if (found.verdict() == ChunksFinding.Verdict.CORRUPT) {
            trouble.add("snapshot " + found.entryId() + ": " + String.join("; ", found.wrong()));
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(persistenceId);
        state.ifPresent(s -> lines.add("  " + Describe.replica(s, Contact.NONE)));
        lines.add(
                "  %d events in the journal, %d entries discarded in them"
                        .formatted(rows, discarded));
        snapshots.forEach(line -> lines.add("  " + line));
        events.forEach(line -> lines.add("  " + line));
        trouble.forEach(line -> lines.add("  DAMAGE " + line));
        return lines;
    }
}
