package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.incarnation;
import static io.ringfence.persistence.ValueCodec.index;
import static io.ringfence.persistence.ValueCodec.number;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.term;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import java.util.ArrayList;
import java.util.List;

/**
 * Entries as bytes and back. An entry is encoded once, by the leader that appends it; what it
 * sends, what every replica writes and what they hand to a later leader are those very bytes, so a
 * field that only a newer version knows stays with its entry (design §6).
 */
public final class EntryCodec {
    private static final String FORMAT = "Entry";

    private EntryCodec() {}

    /** The entry's bytes, which it keeps; never written to by anybody. */
    public static byte[] encode(Entry entry) {
        return entry.encoded(EntryCodec::make);
    }

    /**
     * An entry that keeps {@code bytes}, its payload a slice of them: the caller lets go of them.
     */
    public static Entry decode(byte[] bytes) {
        return Gate.decode(FORMAT, Proto.Entry.parser(), bytes, 0, p -> value(p, bytes));
    }

    static List<ByteString> encodeAll(List<Entry> entries) {
        List<ByteString> all = new ArrayList<>(entries.size());
        for (Entry e : entries) all.add(UnsafeByteOperations.unsafeWrap(encode(e)));
        return all;
    }

    /**
     * The entries of a batch, each with bytes of its own; they follow one another, or it throws.
     */
    static List<Entry> decodeAll(EntryId previous, List<ByteString> batch) {
        List<Entry> entries = new ArrayList<>(batch.size());
        EntryId last = previous;
        long stampMillis = 0;
        for (ByteString bytes : batch) {
            Entry entry = decode(bytes.toByteArray());
            checkFollows(last, stampMillis, entry);
            last = entry.id();
            stampMillis = entry.stampMillis();
            entries.add(entry);
        }
        return entries;
    }

    private static void checkFollows(EntryId last, long stampMillis, Entry entry) {
        boolean next = entry.index().equals(last.index().next());
        if (!next || entry.epoch().isBefore(last.epoch()) || entry.stampMillis() < stampMillis) {
            throw new IllegalArgumentException(
                    "entry " + entry.id() + " does not follow " + last + ", stamp " + stampMillis);
        }
    }

    private static byte[] make(Entry entry) {
        Proto.Entry.Builder record =
                Proto.Entry.newBuilder()
                        .setEpoch(entry.epoch().value())
                        .setIndex(entry.index().value())
                        .setStampMillis(entry.stampMillis());
        return content(record, entry.content()).build().toByteArray();
    }

    private static Proto.Entry.Builder content(Proto.Entry.Builder record, Content content) {
        if (content instanceof Content.NoOp) {
            return record.setNoOp(Proto.NoOp.getDefaultInstance());
        }
        if (content instanceof Content.Command c) {
            return record.setCommand(UnsafeByteOperations.unsafeWrap(c.payload().buffer()));
        }
        if (content instanceof Content.Mark) {
            return record.setMark(Proto.Mark.getDefaultInstance());
        }
        if (content instanceof Content.Readmitted c) {
            return record.setReadmitted(
                    Proto.Readmitted.newBuilder()
                            .setReplica(c.replica().name())
                            .setIncarnation(proto(c.incarnation())));
        }
        throw new AssertionError("no codec for " + content);
    }

    private static Entry value(Proto.Entry p, byte[] bytes) {
        EntryId id =
                new EntryId(
                        term(p.hasEpoch(), p.getEpoch(), "entry's epoch"),
                        index(p.hasIndex(), p.getIndex(), "entry's index"));
        long stamp = number(p.hasStampMillis(), p.getStampMillis(), "entry's stamp");
        return Entry.decoded(id, stamp, content(p), bytes);
    }

    private static Content content(Proto.Entry p) {
        switch (p.getContentCase()) {
            case NO_OP:
                return new Content.NoOp();
            case COMMAND:
                return new Content.Command(ArraySlice.of(p.getCommand()));
            case READMITTED:
                Proto.Readmitted r = p.getReadmitted();
                return new Content.Readmitted(
                        replica(r.hasReplica(), r.getReplica(), "readmitted replica"),
                        incarnation(r.hasIncarnation(), r.getIncarnation(), "incarnation"));
            case MARK:
                return new Content.Mark();
            case CONTENT_NOT_SET:
        }
        throw new IllegalArgumentException("the entry's content is of no kind known here");
    }
}
