package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.entryId;
import static io.ringfence.persistence.ValueCodec.incarnation;
import static io.ringfence.persistence.ValueCodec.number;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.require;

import com.google.protobuf.ByteString;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Fingerprint;
import io.ringfence.protocol.LogPosition;
import io.ringfence.protocol.Readmission;
import io.ringfence.protocol.Snapshot;
import io.ringfence.protocol.SnapshotId;

/** What is said and written of snapshots, as parts of a record; their chunks are none. */
final class SnapshotCodec {
    private SnapshotCodec() {}

    static Proto.LogPosition record(LogPosition position) {
        Proto.LogPosition.Builder record =
                Proto.LogPosition.newBuilder()
                        .setId(proto(position.id()))
                        .setStampMillis(position.stampMillis())
                        .setTotalBytes(position.totalBytes());
        for (Readmission each : position.readmissions()) record.addReadmissions(record(each));
        return record.build();
    }

    static LogPosition position(boolean present, Proto.LogPosition p, String field) {
        require(present, field);
        return new LogPosition(
                entryId(p.hasId(), p.getId(), field + "'s entry"),
                number(p.hasStampMillis(), p.getStampMillis(), field + "'s stamp"),
                number(p.hasTotalBytes(), p.getTotalBytes(), field + "'s total size"),
                p.getReadmissionsList().stream().map(SnapshotCodec::readmission).toList());
    }

    private static Proto.Readmission record(Readmission readmission) {
        return Proto.Readmission.newBuilder()
                .setReplica(readmission.replica().name())
                .setIncarnation(proto(readmission.incarnation()))
                .setAt(proto(readmission.at()))
                .build();
    }

    private static Readmission readmission(Proto.Readmission p) {
        return new Readmission(
                replica(p.hasReplica(), p.getReplica(), "readmitted replica"),
                incarnation(p.hasIncarnation(), p.getIncarnation(), "incarnation"),
                entryId(p.hasAt(), p.getAt(), "readmission's entry"));
    }

    static Proto.Snapshot record(Snapshot snapshot) {
        return Proto.Snapshot.newBuilder()
                .setPosition(record(snapshot.position()))
                .setChain(bytes(snapshot.chain()))
                .setState(bytes(snapshot.state()))
                .setStateVersion(snapshot.state().version())
                .setContent(bytes(snapshot.content()))
                .setChunks(snapshot.chunks())
                .setBytes(snapshot.bytes())
                .build();
    }

    static Snapshot snapshot(boolean present, Proto.Snapshot p) {
        require(present, "snapshot");
        return new Snapshot(
                position(p.hasPosition(), p.getPosition(), "snapshot's position"),
                digest(p.hasChain(), p.getChain(), "snapshot's chain"),
                state(
                        p.hasState(),
                        p.getState(),
                        version(p.hasStateVersion(), p.getStateVersion())),
                digest(p.hasContent(), p.getContent(), "digest of the content"),
                number(p.hasChunks(), p.getChunks(), "number of chunks"),
                number(p.hasBytes(), p.getBytes(), "snapshot's size"));
    }

    static Proto.SnapshotId record(SnapshotId id) {
        return Proto.SnapshotId.newBuilder()
                .setAt(proto(id.at()))
                .setContent(bytes(id.content()))
                .build();
    }

    static SnapshotId id(boolean present, Proto.SnapshotId p) {
        require(present, "snapshot");
        return new SnapshotId(
                entryId(p.hasAt(), p.getAt(), "snapshot's entry"),
                digest(p.hasContent(), p.getContent(), "digest of the content"));
    }

    static Proto.Fingerprint record(Fingerprint fingerprint) {
        return Proto.Fingerprint.newBuilder()
                .setAt(proto(fingerprint.at()))
                .setChain(bytes(fingerprint.chain()))
                .setState(bytes(fingerprint.state()))
                .setStateVersion(fingerprint.state().version())
                .build();
    }

    static Fingerprint fingerprint(Proto.Fingerprint p) {
        return new Fingerprint(
                entryId(p.hasAt(), p.getAt(), "fingerprint's entry"),
                digest(p.hasChain(), p.getChain(), "fingerprint's chain"),
                state(
                        p.hasState(),
                        p.getState(),
                        version(p.hasStateVersion(), p.getStateVersion())));
    }

    /** How many, or which: at least 0. */
    static int count(boolean present, int value, String field) {
        require(present, field);
        if (value < 0) throw new IllegalArgumentException("the " + field + " is out of range");
        return value;
    }

    private static ByteString bytes(Digest digest) {
        return ByteString.copyFrom(digest.toByteArray());
    }

    private static Digest digest(boolean present, ByteString bytes, String field) {
        require(present, field);
        return Digest.of(bytes.toByteArray());
    }

    private static int version(boolean present, int value) {
        return count(present, value, "version of the state");
    }

    private static Digest state(boolean present, ByteString bytes, int version) {
        require(present, "digest of the state");
        return Digest.of(version, bytes.toByteArray());
    }
}
