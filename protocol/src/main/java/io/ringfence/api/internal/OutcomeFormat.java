package io.ringfence.api.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.api.Outcome;
import io.ringfence.api.internal.proto.ClientProto;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;

/** Outcomes as bytes, and back. */
public final class OutcomeFormat {
    private OutcomeFormat() {}

    public static ByteString encode(Outcome<Payload> outcome) {
        return record(outcome).toByteString();
    }

    /**
     * @throws IllegalArgumentException when the bytes are no outcome; the message says why
     */
    public static Outcome<Payload> decode(ByteString bytes) {
        try {
            return outcome(ClientProto.Outcome.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("no outcome: " + e.getMessage(), e);
        }
    }

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

    static ClientProto.Outcome record(Outcome<Payload> outcome) {
        ClientProto.Outcome.Builder record = ClientProto.Outcome.newBuilder();
        if (outcome instanceof Outcome.Done<Payload> o) {
            record.setDone(
                    ClientProto.Outcome.Done.newBuilder()
                            .setResult(bytes(o.result()))
                            .setAt(record(o.at())));
        } else if (outcome instanceof Outcome.Rejected<Payload> o) {
            record.setRejected(record(o.rejection()));
        } else if (outcome instanceof Outcome.Unknown<Payload> o) {
            record.setUnknown(o.reason());
        } else {
            throw new AssertionError("no record for " + outcome);
        }
        return record.build();
    }

    static Outcome<Payload> outcome(ClientProto.Outcome record) {
        switch (record.getOutcomeCase()) {
            case DONE:
                present(record.getDone().hasResult() && record.getDone().hasAt());
                return new Outcome.Done<>(
                        payload(record.getDone().getResult()), entryId(record.getDone().getAt()));
            case REJECTED:
                return new Outcome.Rejected<>(rejection(record.getRejected()));
            case UNKNOWN:
                return new Outcome.Unknown<>(record.getUnknown());
            default:
                throw new IllegalArgumentException("an outcome of no known kind");
        }
    }

    private static ClientProto.Rejection record(Rejection rejection) {
        ClientProto.Rejection.Builder record = ClientProto.Rejection.newBuilder();
        if (rejection instanceof Rejection.NotServing r) {
            record.setNotServing(r.reason());
        } else if (rejection instanceof Rejection.Overloaded r) {
            record.setOverloadedRetryAfterMillis(r.retryAfterMillis());
        } else if (rejection instanceof Rejection.TooLarge r) {
            record.setTooLarge(
                    ClientProto.Rejection.TooLarge.newBuilder()
                            .setBytes(r.bytes())
                            .setBytesMax(r.bytesMax()));
        } else if (rejection instanceof Rejection.Failed r) {
            record.setFailed(r.message());
        } else if (rejection instanceof Rejection.BadRequest r) {
            record.setBadRequest(r.reason());
        } else {
            throw new AssertionError("no record for " + rejection);
        }
        return record.build();
    }

    private static Rejection rejection(ClientProto.Rejection record) {
        switch (record.getRejectionCase()) {
            case NOT_SERVING:
                return new Rejection.NotServing(record.getNotServing());
            case OVERLOADED_RETRY_AFTER_MILLIS:
                return new Rejection.Overloaded(record.getOverloadedRetryAfterMillis());
            case TOO_LARGE:
                present(record.getTooLarge().hasBytes() && record.getTooLarge().hasBytesMax());
                return new Rejection.TooLarge(
                        record.getTooLarge().getBytes(), record.getTooLarge().getBytesMax());
            case FAILED:
                return new Rejection.Failed(record.getFailed());
            case BAD_REQUEST:
                return new Rejection.BadRequest(record.getBadRequest());
            default:
                throw new IllegalArgumentException("a rejection of no known kind");
        }
    }

    private static ClientProto.EntryId record(EntryId id) {
        return ClientProto.EntryId.newBuilder()
                .setEpoch(id.epoch().value())
                .setIndex(id.index().value())
                .build();
    }

    private static EntryId entryId(ClientProto.EntryId record) {
        present(record.hasEpoch() && record.hasIndex());
        return EntryId.of(record.getEpoch(), record.getIndex());
    }
}
