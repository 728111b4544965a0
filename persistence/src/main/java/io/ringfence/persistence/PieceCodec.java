package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.require;
import static io.ringfence.persistence.ValueCodec.term;
import static io.ringfence.persistence.ValueCodec.text;

import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.SnapshotId;
import io.ringfence.protocol.Term;

/** What replicas say to one another about the chunks of a snapshot, as a part of a record. */
final class PieceCodec {
    private PieceCodec() {}

    static Proto.Piece record(Message.Piece piece) {
        Proto.Piece.Builder record =
                Proto.Piece.newBuilder()
                        .setFrom(piece.from().name())
                        .setTerm(piece.term().value())
                        .setLeader(proto(piece.leader()))
                        .setSnapshot(SnapshotCodec.record(piece.snapshot()))
                        .setChunk(piece.chunk());
        if (piece instanceof Message.FetchChunk) {
            record.setFetchChunk(Proto.FetchChunk.getDefaultInstance());
        } else if (piece instanceof Message.ChunkFetched m) {
            record.getChunkFetchedBuilder()
                    .setBytes(UnsafeByteOperations.unsafeWrap(m.bytes().buffer()));
        } else if (piece instanceof Message.ChunkRefused m) {
            record.getChunkRefusedBuilder().setReason(m.reason());
        } else {
            throw new AssertionError("no codec for " + piece);
        }
        return record.build();
    }

    static Message.Piece piece(Proto.Piece p) {
        ReplicaId from = replica(p.hasFrom(), p.getFrom(), "replica");
        Term term = term(p.hasTerm(), p.getTerm(), "term");
        LeaderId by = leader(p.hasLeader(), p.getLeader(), "leader");
        SnapshotId of = SnapshotCodec.id(p.hasSnapshot(), p.getSnapshot());
        int chunk = SnapshotCodec.count(p.hasChunk(), p.getChunk(), "chunk");
        switch (p.getKindCase()) {
            case FETCH_CHUNK:
                return new Message.FetchChunk(from, term, by, of, chunk);
            case CHUNK_FETCHED:
                Proto.ChunkFetched fetched = p.getChunkFetched();
                require(fetched.hasBytes(), "chunk's bytes");
                return new Message.ChunkFetched(
                        from, term, by, of, chunk, ArraySlice.of(fetched.getBytes()));
            case CHUNK_REFUSED:
                Proto.ChunkRefused refused = p.getChunkRefused();
                String reason = text(refused.hasReason(), refused.getReason(), "reason");
                return new Message.ChunkRefused(from, term, by, of, chunk, reason);
            case KIND_NOT_SET:
        }
        throw new IllegalArgumentException("the piece is of no kind known here");
    }
}
