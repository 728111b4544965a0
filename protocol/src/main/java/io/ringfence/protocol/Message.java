package io.ringfence.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What arrives at the rules. In four families: what a leader says to a replica, what a replica
 * answers, pieces of snapshots between replicas, and what the shell on the same node tells either
 * of them ({@link Local}): time, chance and requests come in that way and no other.
 */
public sealed interface Message {
    /** What a leader, or one that campaigns, says to a replica; stale ones are fenced alike. */
    sealed interface FromLeader extends Message {
        Term term();

        LeaderId leader();

        Boundary boundary();
    }

    /** Asks a replica for what it knows; writes nothing and changes no term (design §4 phase 1). */
    record Probe(Nonce nonce, LeaderId asker, Roster roster) implements Message {}

    /** Asks for the vote of a term. */
    record RequestVote(Term term, LeaderId leader, Roster roster) implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.VOTE;
        }
    }

    /** Founds a group: all voters granted this term, and all logs were empty. */
    record Found(Term term, LeaderId leader, Founding founding) implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.FOUNDING;
        }
    }

    /**
     * Asks the replica that granted {@code term} with {@code incarnation} and {@code last} for the
     * entries after {@code after}.
     */
    record FetchLog(
            Term term,
            LeaderId leader,
            Incarnation incarnation,
            EntryId last,
            EntryId after,
            int entriesMax,
            int bytesMax)
            implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.FETCH;
        }
    }

    /** Opens a stream; appends of any other stream are refused from then on. */
    record OpenStream(Term term, LeaderId leader, StreamId stream, Founding founding)
            implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.HANDSHAKE;
        }
    }

    /**
     * Entries that follow {@code previous}; without entries, a heartbeat that may advance the
     * commit index.
     */
    record Append(
            Term term,
            LeaderId leader,
            StreamId stream,
            EntryId previous,
            List<Entry> entries,
            Index commitIndex,
            Round round)
            implements FromLeader {
        public Append {
            entries = List.copyOf(entries);
        }

        @Override
        public Boundary boundary() {
            return Boundary.APPLY;
        }

        /**
         * What the replica holds once this is appended; never the end of its log (design §13.2).
         */
        public Index match() {
            return previous.index().plus(entries.size());
        }
    }

    /**
     * Offers a snapshot to a replica that needs what the leader's log no longer holds: its pieces
     * are to be had from {@code source}.
     */
    record InstallSnapshot(
            Term term, LeaderId leader, StreamId stream, Snapshot snapshot, ReplicaId source)
            implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.SNAPSHOT;
        }
    }

    /** What the replica applied is not what a quorum applied: it is damaged, and must not vote. */
    record Quarantine(Term term, LeaderId leader, StreamId stream, String reason)
            implements FromLeader {
        @Override
        public Boundary boundary() {
            return Boundary.DIGEST;
        }
    }

    /** What a replica answers. */
    sealed interface Answer extends Message {
        Standing from();

        /** The replica's term when it answered. */
        Term term();

        /** Whom it answers. */
        LeaderId leader();
    }

    /**
     * To a probe.
     *
     * @param hears the leader heard from within the election timeout
     * @param founding empty when the replica is in no group
     */
    record ProbeAnswer(
            Standing from,
            Term term,
            LeaderId leader,
            Nonce nonce,
            EntryId last,
            Optional<LeaderId> hears,
            Optional<Founding> founding)
            implements Answer {}

    /** The vote of {@code term} is this leader's, durably. */
    record Granted(
            Standing from,
            Term term,
            LeaderId leader,
            EntryId last,
            Optional<Snapshot> snapshot,
            Index commitIndex,
            Optional<Founding> founding)
            implements Answer {
        /** The same grant of a replica that accepted that founding since. */
        Granted of(Founding accepted) {
            Standing voter = new Standing(from.replica(), from.incarnation(), Standing.Kind.VOTER);
            return new Granted(
                    voter, term, leader, last, snapshot, commitIndex, Optional.of(accepted));
        }
    }

    /** The vote of this very term is another's: neither stale nor a violation (design §13.10). */
    record VoteTaken(Standing from, Term term, LeaderId leader, LeaderId takenBy)
            implements Answer {}

    /** The term was older than ours; nothing changed. */
    record Fenced(Standing from, Term term, LeaderId leader, Boundary boundary, Term stale)
            implements Answer {}

    /** Not done, for a reason that is no matter of terms; a sentence for people. */
    record Refused(Standing from, Term term, LeaderId leader, Boundary boundary, String reason)
            implements Answer {}

    /** The founding is durable here. */
    record FoundAccepted(Standing from, Term term, LeaderId leader, GroupId group)
            implements Answer {}

    /** Entries after {@code after}, of the log asked for. */
    record LogFetched(Standing from, Term term, LeaderId leader, EntryId after, List<Entry> entries)
            implements Answer {
        public LogFetched {
            entries = List.copyOf(entries);
        }
    }

    /**
     * The log asked for does not hold {@code after}; ask after an index below {@code hint}, or
     * after {@code base}, where the log begins.
     */
    record FetchMismatch(
            Standing from, Term term, LeaderId leader, EntryId after, Index hint, LogPosition base)
            implements Answer {
        public FetchMismatch(Standing from, Term term, LeaderId leader, EntryId after, Index hint) {
            this(from, term, leader, after, hint, LogPosition.ZERO);
        }
    }

    /** The stream is open. */
    record StreamOpened(
            Standing from,
            Term term,
            LeaderId leader,
            StreamId stream,
            EntryId last,
            Index commitIndex)
            implements Answer {}

    /** That stream is not open here: the replica restarted, say. Open one. */
    record StreamUnknown(Standing from, Term term, LeaderId leader, StreamId stream)
            implements Answer {}

    /** All up to {@code match} is durable here, as the leader has it. */
    record Appended(
            Standing from,
            Term term,
            LeaderId leader,
            StreamId stream,
            Index match,
            Round round,
            Report report)
            implements Answer {
        public Appended(
                Standing from,
                Term term,
                LeaderId leader,
                StreamId stream,
                Index match,
                Round round) {
            this(from, term, leader, stream, match, round, Report.NONE);
        }
    }

    /** The log here does not hold what the entries follow; send from {@code hint} on. */
    record Mismatch(
            Standing from, Term term, LeaderId leader, StreamId stream, Index hint, Round round)
            implements Answer {}

    /**
     * How much of the snapshot offered is stored here.
     *
     * @param source who is being asked
     * @param stored pieces, from the first on without a gap
     * @param trouble why that source is of no use, if it is not; a sentence for people
     */
    record SnapshotProgress(
            Standing from,
            Term term,
            LeaderId leader,
            StreamId stream,
            SnapshotId snapshot,
            ReplicaId source,
            int stored,
            Optional<String> trouble)
            implements Answer {}

    /**
     * Pieces of a snapshot on their way between replicas, because of an offer that {@code leader}
     * made in {@code term}. They change nothing where they come from, and are named by content.
     */
    sealed interface Piece extends Message {
        ReplicaId from();

        Term term();

        LeaderId leader();

        SnapshotId snapshot();

        int chunk();
    }

    /** Asks the source of an offer for a piece. */
    record FetchChunk(ReplicaId from, Term term, LeaderId leader, SnapshotId snapshot, int chunk)
            implements Piece {}

    /** The piece asked for. */
    record ChunkFetched(
            ReplicaId from,
            Term term,
            LeaderId leader,
            SnapshotId snapshot,
            int chunk,
            Payload bytes)
            implements Piece {}

    /** The piece asked for is not to be had here; a sentence for people. */
    record ChunkRefused(
            ReplicaId from,
            Term term,
            LeaderId leader,
            SnapshotId snapshot,
            int chunk,
            String reason)
            implements Piece {}

    /** What the shell on the same node says. */
    sealed interface Local extends Message {}

    /** To a replica: its journal was empty; {@code nonce} is fresh. */
    record Start(String nonce) implements Local {}

    /**
     * To a replica that does not run: its operator founds its group anew from it; {@code nonce} is
     * fresh.
     */
    record FoundAnew(String nonce) implements Local {}

    /**
     * Time and chance, to replica and leader alike.
     *
     * @param nowMillis on this process's monotonic clock
     * @param wallMillis since the Unix epoch; may jump
     * @param chance fresh random bits
     */
    record Tick(long nowMillis, long wallMillis, long chance) implements Local {}

    /** To a leader: append this command. */
    record Propose(long request, Payload payload) implements Local {}

    /** To a leader: have every replica take a snapshot at one entry, which this one will be. */
    record Mark(long request) implements Local {}

    /** To a leader: confirm the epoch, then let this read run. */
    record Read(long request) implements Local {}

    /** To a replica: its journal was read, and its machine is as before the first entry. */
    record Recovered() implements Local {}

    /** To a replica: what it was told to take. */
    record FingerprintTaken(Fingerprint fingerprint) implements Local {}

    /** To a replica: the snapshot that it was told to take is whole and durable in its store. */
    record SnapshotWritten(Snapshot snapshot) implements Local {}

    /** To a replica: so many pieces, from the first on without a gap, are in its store. */
    record ChunksFound(SnapshotId snapshot, int stored) implements Local {}

    /** To a replica: that piece is durable in its store. */
    record ChunkStored(SnapshotId snapshot, int chunk) implements Local {}

    /** To a replica: whether all pieces together are what the snapshot's digests say. */
    record SnapshotChecked(SnapshotId snapshot, Optional<String> flaw) implements Local {}

    /** To a replica: the machine cannot be restored from its own snapshot. */
    record SnapshotLost(SnapshotId snapshot, String reason) implements Local {}
}
