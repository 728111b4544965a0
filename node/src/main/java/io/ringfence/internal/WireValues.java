package io.ringfence.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.ReplicaStatus;
import io.ringfence.internal.proto.WireProto;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Resync;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Term;
import java.util.Optional;

/** The values inside of what goes from node to node, as records of the format and back. */
final class WireValues {
    private WireValues() {}

    /** What the format calls an error when it is missing, is. */
    static void present(boolean all) {
        if (!all) throw new IllegalArgumentException("a field is missing");
    }

    static ByteString bytes(Payload payload) {
        return UnsafeByteOperations.unsafeWrap(payload.buffer());
    }

    static Payload payload(ByteString bytes) {
        return Payload.wrap(bytes.toByteArray());
    }

    static WireProto.Serving record(ServingState serving) {
        WireProto.Serving.Builder record = WireProto.Serving.newBuilder();
        if (serving instanceof ServingState.NotServing s) {
            record.setNotServing(s.reason());
        } else if (serving instanceof ServingState.Serving s) {
            record.setEpoch(s.epoch().value());
        } else if (serving instanceof ServingState.Poisoned s) {
            record.setPoisoned(s.cause());
        } else {
            throw new AssertionError("no record for " + serving);
        }
        return record.build();
    }

    static ServingState serving(WireProto.Serving record) {
        switch (record.getServingCase()) {
            case NOT_SERVING:
                return new ServingState.NotServing(record.getNotServing());
            case EPOCH:
                return new ServingState.Serving(Term.of(record.getEpoch()));
            case POISONED:
                return new ServingState.Poisoned(record.getPoisoned());
            default:
                throw new IllegalArgumentException("a serving state of no known kind");
        }
    }

    private static WireProto.EntryId record(EntryId id) {
        return WireProto.EntryId.newBuilder()
                .setEpoch(id.epoch().value())
                .setIndex(id.index().value())
                .build();
    }

    private static EntryId entryId(WireProto.EntryId record) {
        present(record.hasEpoch() && record.hasIndex());
        return EntryId.of(record.getEpoch(), record.getIndex());
    }

    static WireProto.Reported record(ReplicaStatus s) {
        WireProto.Reported.Builder record =
                WireProto.Reported.newBuilder()
                        .setNode(s.node())
                        .setGroup(s.group())
                        .setReplica(s.replica())
                        .setRole(s.role())
                        .setTerm(s.term())
                        .setLast(record(s.last()))
                        .setCommitIndex(s.commitIndex())
                        .setAppliedIndex(s.appliedIndex())
                        .setSnapshot(record(s.snapshot()))
                        .setRetainedFrom(s.retainedFrom())
                        .setDigest(s.digest())
                        .setServing(record(s.serving()))
                        .setDiscarded(s.discarded())
                        .setFenced(s.fenced())
                        .setReachable(s.reachable())
                        .setAgeMillis(s.ageMillis());
        s.groupId().ifPresent(record::setGroupId);
        s.vote().ifPresent(record::setVote);
        s.resync().ifPresent(resync -> record.setResync(record(resync)));
        s.quarantine().ifPresent(record::setQuarantine);
        s.leader().ifPresent(record::setLeader);
        s.phase().ifPresent(record::setPhase);
        return record.build();
    }

    static ReplicaStatus status(WireProto.Reported r) {
        return new ReplicaStatus(
                r.getNode(),
                r.getGroup(),
                optional(r.hasGroupId(), r.getGroupId()),
                r.getReplica(),
                r.getRole(),
                r.getTerm(),
                optional(r.hasVote(), r.getVote()),
                entryId(r.getLast()),
                r.getCommitIndex(),
                r.getAppliedIndex(),
                entryId(r.getSnapshot()),
                r.getRetainedFrom(),
                r.getDigest(),
                r.hasResync() ? Optional.of(resync(r.getResync())) : Optional.empty(),
                optional(r.hasQuarantine(), r.getQuarantine()),
                serving(r.getServing()),
                optional(r.hasLeader(), r.getLeader()),
                optional(r.hasPhase(), r.getPhase()),
                r.getDiscarded(),
                r.getFenced(),
                r.getReachable(),
                r.getAgeMillis());
    }

    private static WireProto.Resync record(Resync resync) {
        return WireProto.Resync.newBuilder()
                .setSnapshot(record(resync.snapshot()))
                .setSource(resync.source().name())
                .setStoredBytes(resync.storedBytes())
                .setBytes(resync.bytes())
                .build();
    }

    private static Resync resync(WireProto.Resync r) {
        return new Resync(
                entryId(r.getSnapshot()),
                ReplicaId.of(r.getSource()),
                r.getStoredBytes(),
                r.getBytes());
    }

    private static Optional<String> optional(boolean present, String text) {
        return present ? Optional.of(text) : Optional.empty();
    }
}
