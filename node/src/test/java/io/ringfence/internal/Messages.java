package io.ringfence.internal;

import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Founding;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Nonce;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;
import io.ringfence.protocol.Round;
import io.ringfence.protocol.SnapshotId;
import io.ringfence.protocol.StreamId;
import io.ringfence.protocol.Term;
import java.util.List;
import java.util.TreeMap;

/** What leaders say in tests, in few words. */
final class Messages {
    private Messages() {}

    static Message.Probe probe() {
        return new Message.Probe(new Nonce(1), ReplicaFixture.L1, ReplicaFixture.ROSTER);
    }

    static Message.RequestVote vote(long term, LeaderId leader, Roster roster) {
        return new Message.RequestVote(Term.of(term), leader, roster);
    }

    static Message.OpenStream open(long term, LeaderId leader, Founding founding) {
        return new Message.OpenStream(Term.of(term), leader, new StreamId(1), founding);
    }

    static Message.Append append(
            long term, LeaderId leader, EntryId previous, long commit, Entry... entries) {
        return new Message.Append(
                Term.of(term),
                leader,
                new StreamId(1),
                previous,
                List.of(entries),
                Index.of(commit),
                Round.ZERO);
    }

    static Message.Piece piece() {
        SnapshotId snapshot = new SnapshotId(EntryId.of(1, 3), new Digest("0badcafe"));
        return new Message.FetchChunk(
                ReplicaId.of("r2"), Term.of(1), ReplicaFixture.L1, snapshot, 0);
    }

    static Entry entry(long epoch, long index, String command) {
        Content content = new Content.Command(Payload.utf8(command));
        return Entry.of(EntryId.of(epoch, index), 1, content);
    }

    /** The same group, founded by another incarnation of r1 than the one it is. */
    static Founding before(Founding founding) {
        TreeMap<ReplicaId, Incarnation> voters = new TreeMap<>(founding.voters());
        voters.put(ReplicaId.of("r1"), Incarnation.first("before-the-wipe"));
        return new Founding(founding.group(), founding.term(), voters);
    }
}
