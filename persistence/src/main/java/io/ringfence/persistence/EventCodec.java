package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.entryId;
import static io.ringfence.persistence.ValueCodec.founding;
import static io.ringfence.persistence.ValueCodec.group;
import static io.ringfence.persistence.ValueCodec.incarnation;
import static io.ringfence.persistence.ValueCodec.index;
import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.term;
import static io.ringfence.persistence.ValueCodec.text;

import io.ringfence.persistence.proto.Proto;
import io.ringfence.persistence.proto.Proto.EventRecord;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;

/** Events as rows of the journal and back; each row is sealed with a checksum. */
public final class EventCodec {
    /** Events, version 1. */
    public static final String FORMAT = "E1";

    private EventCodec() {}

    /** What the row says it is: the format and the kind, which is the name of the event's type. */
    public static String manifest(Event event) {
        return FORMAT + ":" + event.getClass().getSimpleName();
    }

    public static byte[] encode(Event event) {
        return Seal.seal(record(event));
    }

    /** Throws {@link CorruptRecord} for what is not sealed, or is no event. */
    public static Event decode(byte[] bytes) {
        Seal.check(FORMAT, bytes);
        return unsealed(bytes);
    }

    /** As {@link #decode(byte[])}; throws also when the manifest says another kind. */
    public static Event decode(String manifest, byte[] bytes) {
        Seal.check(manifest, bytes);
        Event event = unsealed(bytes);
        Gate.checkManifest(manifest, manifest(event));
        return event;
    }

    private static Event unsealed(byte[] bytes) {
        return Gate.decode(
                FORMAT, EventRecord.parser(), bytes, Seal.BYTES, record -> event(record));
    }

    private static EventRecord record(Event event) {
        EventRecord.Builder record = EventRecord.newBuilder();
        if (event instanceof Event.Started e) {
            record.getStartedBuilder().setIncarnation(proto(e.incarnation()));
        } else if (event instanceof Event.TermAdvanced e) {
            record.getTermAdvancedBuilder().setTerm(e.term().value());
        } else if (event instanceof Event.VoteGranted e) {
            record.getVoteGrantedBuilder().setTerm(e.term().value()).setLeader(proto(e.leader()));
        } else if (event instanceof Event.GroupFounded e) {
            record.getGroupFoundedBuilder().setFounding(proto(e.founding()));
        } else if (event instanceof Event.EntriesAppended e) {
            record.getEntriesAppendedBuilder()
                    .setPrevious(proto(e.previous()))
                    .addAllEntries(EntryCodec.encodeAll(e.entries()))
                    .setCommitIndex(e.commitIndex().value());
        } else if (event instanceof Event.Quarantined e) {
            record.getQuarantinedBuilder().setReason(e.reason());
        } else if (event instanceof Event.CureStarted e) {
            record.getCureStartedBuilder().setFounding(proto(e.founding()));
        } else if (event instanceof Event.Cured e) {
            record.getCuredBuilder().setReadmission(proto(e.readmission()));
        } else if (event instanceof Event.SnapshotTaken e) {
            record.getSnapshotTakenBuilder()
                    .setSnapshot(SnapshotCodec.record(e.snapshot()))
                    .setBase(proto(e.base()));
        } else if (event instanceof Event.SnapshotInstalled e) {
            record.getSnapshotInstalledBuilder().setSnapshot(SnapshotCodec.record(e.snapshot()));
        } else if (event instanceof Event.SetApart e) {
            record.getSetApartBuilder()
                    .setFrom(proto(e.from()))
                    .setIncarnation(proto(e.incarnation()))
                    .setTerm(e.term().value());
        } else {
            throw new AssertionError("no codec for " + event);
        }
        return record.build();
    }

    private static Event event(EventRecord record) {
        switch (record.getKindCase()) {
            case STARTED:
                return started(record.getStarted());
            case TERM_ADVANCED:
                return termAdvanced(record.getTermAdvanced());
            case VOTE_GRANTED:
                return voteGranted(record.getVoteGranted());
            case GROUP_FOUNDED:
                return groupFounded(record.getGroupFounded());
            case ENTRIES_APPENDED:
                return entriesAppended(record.getEntriesAppended());
            case QUARANTINED:
                return quarantined(record.getQuarantined());
            case CURE_STARTED:
                return cureStarted(record.getCureStarted());
            case CURED:
                return cured(record.getCured());
            case SNAPSHOT_TAKEN:
                return snapshotTaken(record.getSnapshotTaken());
            case SNAPSHOT_INSTALLED:
                return snapshotInstalled(record.getSnapshotInstalled());
            case SET_APART:
                return setApart(record.getSetApart());
            case KIND_NOT_SET:
        }
        throw new IllegalArgumentException("the event is of no kind known here");
    }

    private static Event started(Proto.Started p) {
        return new Event.Started(
                incarnation(p.hasIncarnation(), p.getIncarnation(), "incarnation"));
    }

    private static Event termAdvanced(Proto.TermAdvanced p) {
        return new Event.TermAdvanced(term(p.hasTerm(), p.getTerm(), "term"));
    }

    private static Event voteGranted(Proto.VoteGranted p) {
        return new Event.VoteGranted(
                term(p.hasTerm(), p.getTerm(), "term"),
                leader(p.hasLeader(), p.getLeader(), "leader"));
    }

    private static Event groupFounded(Proto.GroupFounded p) {
        return new Event.GroupFounded(founding(p.hasFounding(), p.getFounding()));
    }

    private static Event entriesAppended(Proto.EntriesAppended p) {
        EntryId previous = entryId(p.hasPrevious(), p.getPrevious(), "previous entry");
        return new Event.EntriesAppended(
                previous,
                EntryCodec.decodeAll(previous, p.getEntriesList()),
                index(p.hasCommitIndex(), p.getCommitIndex(), "commit index"));
    }

    private static Event quarantined(Proto.Quarantined p) {
        return new Event.Quarantined(text(p.hasReason(), p.getReason(), "reason"));
    }

    private static Event cureStarted(Proto.CureStarted p) {
        return new Event.CureStarted(founding(p.hasFounding(), p.getFounding()));
    }

    private static Event snapshotTaken(Proto.SnapshotTaken p) {
        return new Event.SnapshotTaken(
                SnapshotCodec.snapshot(p.hasSnapshot(), p.getSnapshot()),
                entryId(p.hasBase(), p.getBase(), "log's base"));
    }

    private static Event snapshotInstalled(Proto.SnapshotInstalled p) {
        return new Event.SnapshotInstalled(
                SnapshotCodec.snapshot(p.hasSnapshot(), p.getSnapshot()));
    }

    private static Event setApart(Proto.SetApart p) {
        return new Event.SetApart(
                group(p.hasFrom(), p.getFrom()),
                incarnation(p.hasIncarnation(), p.getIncarnation(), "incarnation"),
                term(p.hasTerm(), p.getTerm(), "term"));
    }

    private static Event cured(Proto.Cured p) {
        return new Event.Cured(entryId(p.hasReadmission(), p.getReadmission(), "readmission"));
    }
}
