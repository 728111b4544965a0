package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.entryId;
import static io.ringfence.persistence.ValueCodec.founding;
import static io.ringfence.persistence.ValueCodec.incarnation;
import static io.ringfence.persistence.ValueCodec.index;
import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.optional;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.require;
import static io.ringfence.persistence.ValueCodec.term;

import io.ringfence.persistence.proto.Proto.StateRecord;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Log;
import io.ringfence.protocol.LogPosition;
import java.util.Optional;

/** What a replica remembers as a row of the snapshot table and back; sealed with a checksum. */
public final class StateCodec {
    /** States, version 1. */
    public static final String FORMAT = "S1";

    private static final String MANIFEST = FORMAT + ":FollowerState";

    private StateCodec() {}

    /** What the row says it is. */
    public static String manifest(FollowerState state) {
        return MANIFEST;
    }

    /** May be called on any thread: a state is immutable. */
    public static byte[] encode(FollowerState state) {
        return Seal.seal(record(state));
    }

    /** Throws {@link CorruptRecord} for what is not sealed, or is no state. */
    public static FollowerState decode(byte[] bytes) {
        Seal.check(MANIFEST, bytes);
        return Gate.decode(
                MANIFEST, StateRecord.parser(), bytes, Seal.BYTES, record -> state(record));
    }

    /** As {@link #decode(byte[])}; throws also when the manifest says another kind. */
    public static FollowerState decode(String manifest, byte[] bytes) {
        Gate.checkManifest(manifest, MANIFEST);
        return decode(bytes);
    }

    private static StateRecord record(FollowerState s) {
        StateRecord.Builder record =
                StateRecord.newBuilder()
                        .setReplica(s.replica().name())
                        .setCureStarted(s.cure().started())
                        .setTerm(s.term().value())
                        .setBase(proto(s.log().base()))
                        .setCommitIndex(s.commitIndex().value());
        s.incarnation().ifPresent(i -> record.setIncarnation(proto(i)));
        s.founding().ifPresent(f -> record.setFounding(proto(f)));
        s.admitted().ifPresent(i -> record.setAdmitted(proto(i)));
        s.cure().quarantine().ifPresent(record::setQuarantine);
        s.vote().ifPresent(v -> record.setVote(proto(v)));
        s.snapshot().ifPresent(snapshot -> record.setSnapshot(SnapshotCodec.record(snapshot)));
        Log log = s.log();
        if (!log.base().equals(EntryId.ZERO)) record.setOrigin(SnapshotCodec.record(log.origin()));
        record.addAllEntries(
                EntryCodec.encodeAll(log.range(log.base().index().next(), log.lastId().index())));
        return record.build();
    }

    private static FollowerState state(StateRecord p) {
        require(p.hasCureStarted(), "progress of the cure");
        return new FollowerState(
                replica(p.hasReplica(), p.getReplica(), "replica"),
                optional(
                        p.hasIncarnation(),
                        p.getIncarnation(),
                        i -> incarnation(true, i, "incarnation")),
                optional(p.hasFounding(), p.getFounding(), f -> founding(true, f)),
                optional(
                        p.hasAdmitted(),
                        p.getAdmitted(),
                        i -> incarnation(true, i, "admitted incarnation")),
                new FollowerState.Cure(
                        p.hasQuarantine() ? Optional.of(p.getQuarantine()) : Optional.empty(),
                        p.getCureStarted()),
                term(p.hasTerm(), p.getTerm(), "term"),
                optional(p.hasVote(), p.getVote(), v -> leader(true, v, "vote")),
                log(p),
                index(p.hasCommitIndex(), p.getCommitIndex(), "commit index"),
                optional(
                        p.hasSnapshot(),
                        p.getSnapshot(),
                        snapshot -> SnapshotCodec.snapshot(true, snapshot)));
    }

    private static Log log(StateRecord p) {
        EntryId base = entryId(p.hasBase(), p.getBase(), "log's base");
        boolean cut = !base.equals(EntryId.ZERO);
        LogPosition origin =
                cut || p.hasOrigin()
                        ? SnapshotCodec.position(p.hasOrigin(), p.getOrigin(), "log's origin")
                        : LogPosition.ZERO;
        if (!origin.id().equals(base)) {
            throw new IllegalArgumentException(
                    "the log begins after " + base + ", and after " + origin.id());
        }
        return Log.after(origin).append(EntryCodec.decodeAll(base, p.getEntriesList()));
    }
}
