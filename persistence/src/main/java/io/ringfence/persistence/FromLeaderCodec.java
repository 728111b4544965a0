package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.entryId;
import static io.ringfence.persistence.ValueCodec.founding;
import static io.ringfence.persistence.ValueCodec.incarnation;
import static io.ringfence.persistence.ValueCodec.index;
import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.number;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.roster;
import static io.ringfence.persistence.ValueCodec.round;
import static io.ringfence.persistence.ValueCodec.stream;
import static io.ringfence.persistence.ValueCodec.term;
import static io.ringfence.persistence.ValueCodec.text;

import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Term;

/** What a leader says to a replica, as a part of a message's record. */
final class FromLeaderCodec {
    private FromLeaderCodec() {}

    static Proto.FromLeader record(Message.FromLeader message) {
        Proto.FromLeader.Builder record =
                Proto.FromLeader.newBuilder()
                        .setTerm(message.term().value())
                        .setLeader(proto(message.leader()));
        if (message instanceof Message.RequestVote m) {
            record.getRequestVoteBuilder().setRoster(proto(m.roster()));
        } else if (message instanceof Message.Found m) {
            record.getFoundBuilder().setFounding(proto(m.founding()));
        } else if (message instanceof Message.FetchLog m) {
            record.setFetchLog(fetchLog(m));
        } else if (message instanceof Message.OpenStream m) {
            record.getOpenStreamBuilder()
                    .setStream(m.stream().value())
                    .setFounding(proto(m.founding()));
        } else if (message instanceof Message.Append m) {
            record.setAppend(append(m));
        } else if (message instanceof Message.InstallSnapshot m) {
            record.getInstallSnapshotBuilder()
                    .setStream(m.stream().value())
                    .setSnapshot(SnapshotCodec.record(m.snapshot()))
                    .setSource(m.source().name());
        } else if (message instanceof Message.Quarantine m) {
            record.getQuarantineBuilder().setStream(m.stream().value()).setReason(m.reason());
        } else {
            throw new AssertionError("no codec for " + message);
        }
        return record.build();
    }

    static Message.FromLeader message(Proto.FromLeader record) {
        Term term = term(record.hasTerm(), record.getTerm(), "term");
        LeaderId by = leader(record.hasLeader(), record.getLeader(), "leader");
        switch (record.getKindCase()) {
            case REQUEST_VOTE:
                Proto.RequestVote vote = record.getRequestVote();
                return new Message.RequestVote(
                        term, by, roster(vote.hasRoster(), vote.getRoster()));
            case FOUND:
                Proto.Found found = record.getFound();
                return new Message.Found(
                        term, by, founding(found.hasFounding(), found.getFounding()));
            case FETCH_LOG:
                return fetchLog(term, by, record.getFetchLog());
            case OPEN_STREAM:
                return openStream(term, by, record.getOpenStream());
            case APPEND:
                return append(term, by, record.getAppend());
            case INSTALL_SNAPSHOT:
                return installSnapshot(term, by, record.getInstallSnapshot());
            case QUARANTINE:
                return quarantine(term, by, record.getQuarantine());
            case KIND_NOT_SET:
        }
        throw new IllegalArgumentException("the leader's message is of no kind known here");
    }

    private static Proto.FetchLog fetchLog(Message.FetchLog m) {
        return Proto.FetchLog.newBuilder()
                .setIncarnation(proto(m.incarnation()))
                .setLast(proto(m.last()))
                .setAfter(proto(m.after()))
                .setEntriesMax(m.entriesMax())
                .setBytesMax(m.bytesMax())
                .build();
    }

    private static Message.FetchLog fetchLog(Term term, LeaderId by, Proto.FetchLog p) {
        return new Message.FetchLog(
                term,
                by,
                incarnation(p.hasIncarnation(), p.getIncarnation(), "incarnation"),
                entryId(p.hasLast(), p.getLast(), "last entry"),
                entryId(p.hasAfter(), p.getAfter(), "entry to go on after"),
                number(p.hasEntriesMax(), p.getEntriesMax(), "limit of entries"),
                number(p.hasBytesMax(), p.getBytesMax(), "limit of bytes"));
    }

    private static Message.InstallSnapshot installSnapshot(
            Term term, LeaderId by, Proto.InstallSnapshot p) {
        return new Message.InstallSnapshot(
                term,
                by,
                stream(p.hasStream(), p.getStream()),
                SnapshotCodec.snapshot(p.hasSnapshot(), p.getSnapshot()),
                replica(p.hasSource(), p.getSource(), "source"));
    }

    private static Message.Quarantine quarantine(Term term, LeaderId by, Proto.Quarantine p) {
        return new Message.Quarantine(
                term,
                by,
                stream(p.hasStream(), p.getStream()),
                text(p.hasReason(), p.getReason(), "reason"));
    }

    private static Message.OpenStream openStream(Term term, LeaderId by, Proto.OpenStream p) {
        return new Message.OpenStream(
                term,
                by,
                stream(p.hasStream(), p.getStream()),
                founding(p.hasFounding(), p.getFounding()));
    }

    private static Proto.Append append(Message.Append m) {
        return Proto.Append.newBuilder()
                .setStream(m.stream().value())
                .setPrevious(proto(m.previous()))
                .addAllEntries(EntryCodec.encodeAll(m.entries()))
                .setCommitIndex(m.commitIndex().value())
                .setRound(m.round().value())
                .build();
    }

    private static Message.Append append(Term term, LeaderId by, Proto.Append p) {
        EntryId previous = entryId(p.hasPrevious(), p.getPrevious(), "previous entry");
        return new Message.Append(
                term,
                by,
                stream(p.hasStream(), p.getStream()),
                previous,
                EntryCodec.decodeAll(previous, p.getEntriesList()),
                index(p.hasCommitIndex(), p.getCommitIndex(), "commit index"),
                round(p.hasRound(), p.getRound()));
    }
}
