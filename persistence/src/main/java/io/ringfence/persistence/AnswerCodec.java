package io.ringfence.persistence;

import static io.ringfence.persistence.ValueCodec.boundary;
import static io.ringfence.persistence.ValueCodec.entryId;
import static io.ringfence.persistence.ValueCodec.founding;
import static io.ringfence.persistence.ValueCodec.group;
import static io.ringfence.persistence.ValueCodec.index;
import static io.ringfence.persistence.ValueCodec.leader;
import static io.ringfence.persistence.ValueCodec.number;
import static io.ringfence.persistence.ValueCodec.optional;
import static io.ringfence.persistence.ValueCodec.proto;
import static io.ringfence.persistence.ValueCodec.replica;
import static io.ringfence.persistence.ValueCodec.round;
import static io.ringfence.persistence.ValueCodec.standing;
import static io.ringfence.persistence.ValueCodec.stream;
import static io.ringfence.persistence.ValueCodec.term;
import static io.ringfence.persistence.ValueCodec.text;

import io.ringfence.persistence.proto.Proto;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Fingerprint;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.LogPosition;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Nonce;
import io.ringfence.protocol.Report;
import io.ringfence.protocol.Standing;
import io.ringfence.protocol.Term;
import java.util.Optional;

/** What a replica answers, as a part of a message's record. */
final class AnswerCodec {
    private AnswerCodec() {}

    static Proto.Answer record(Message.Answer answer) {
        Proto.Answer.Builder record =
                Proto.Answer.newBuilder()
                        .setFrom(proto(answer.from()))
                        .setTerm(answer.term().value())
                        .setLeader(proto(answer.leader()));
        if (answer instanceof Message.ProbeAnswer m) {
            record.setProbeAnswer(probeAnswer(m));
        } else if (answer instanceof Message.Granted m) {
            record.setGranted(granted(m));
        } else if (answer instanceof Message.VoteTaken m) {
            record.getVoteTakenBuilder().setTakenBy(proto(m.takenBy()));
        } else if (answer instanceof Message.Fenced m) {
            record.getFencedBuilder().setBoundary(proto(m.boundary())).setStale(m.stale().value());
        } else if (answer instanceof Message.Refused m) {
            record.getRefusedBuilder().setBoundary(proto(m.boundary())).setReason(m.reason());
        } else if (answer instanceof Message.FoundAccepted m) {
            record.getFoundAcceptedBuilder().setGroup(proto(m.group()));
        } else {
            ofLog(record, answer);
        }
        return record.build();
    }

    private static void ofLog(Proto.Answer.Builder record, Message.Answer answer) {
        if (answer instanceof Message.LogFetched m) {
            record.getLogFetchedBuilder()
                    .setAfter(proto(m.after()))
                    .addAllEntries(EntryCodec.encodeAll(m.entries()));
        } else if (answer instanceof Message.FetchMismatch m) {
            record.setFetchMismatch(fetchMismatch(m));
        } else if (answer instanceof Message.StreamOpened m) {
            record.getStreamOpenedBuilder()
                    .setStream(m.stream().value())
                    .setLast(proto(m.last()))
                    .setCommitIndex(m.commitIndex().value());
        } else if (answer instanceof Message.StreamUnknown m) {
            record.getStreamUnknownBuilder().setStream(m.stream().value());
        } else if (answer instanceof Message.Appended m) {
            record.setAppended(appended(m));
        } else if (answer instanceof Message.Mismatch m) {
            record.getMismatchBuilder()
                    .setStream(m.stream().value())
                    .setHint(m.hint().value())
                    .setRound(m.round().value());
        } else if (answer instanceof Message.SnapshotProgress m) {
            record.setSnapshotProgress(snapshotProgress(m));
        } else {
            throw new AssertionError("no codec for " + answer);
        }
    }

    static Message.Answer answer(Proto.Answer record) {
        Header header =
                new Header(
                        standing(record.hasFrom(), record.getFrom()),
                        term(record.hasTerm(), record.getTerm(), "term"),
                        leader(record.hasLeader(), record.getLeader(), "leader"));
        switch (record.getKindCase()) {
            case PROBE_ANSWER:
                return header.probeAnswer(record.getProbeAnswer());
            case GRANTED:
                return header.granted(record.getGranted());
            case VOTE_TAKEN:
                return header.voteTaken(record.getVoteTaken());
            case FENCED:
                return header.fenced(record.getFenced());
            case REFUSED:
                return header.refused(record.getRefused());
            case FOUND_ACCEPTED:
                return header.foundAccepted(record.getFoundAccepted());
            case LOG_FETCHED:
                return header.logFetched(record.getLogFetched());
            case FETCH_MISMATCH:
                return header.fetchMismatch(record.getFetchMismatch());
            case STREAM_OPENED:
                return header.streamOpened(record.getStreamOpened());
            case STREAM_UNKNOWN:
                return header.streamUnknown(record.getStreamUnknown());
            case APPENDED:
                return header.appended(record.getAppended());
            case MISMATCH:
                return header.mismatch(record.getMismatch());
            case SNAPSHOT_PROGRESS:
                return header.snapshotProgress(record.getSnapshotProgress());
            case KIND_NOT_SET:
        }
        throw new IllegalArgumentException("the answer is of no kind known here");
    }

    private static Proto.ProbeAnswer probeAnswer(Message.ProbeAnswer m) {
        Proto.ProbeAnswer.Builder record =
                Proto.ProbeAnswer.newBuilder().setNonce(m.nonce().value()).setLast(proto(m.last()));
        m.hears().ifPresent(leader -> record.setHears(proto(leader)));
        m.founding().ifPresent(founding -> record.setFounding(proto(founding)));
        return record.build();
    }

    private static Proto.Granted granted(Message.Granted m) {
        Proto.Granted.Builder record =
                Proto.Granted.newBuilder()
                        .setLast(proto(m.last()))
                        .setCommitIndex(m.commitIndex().value());
        m.founding().ifPresent(founding -> record.setFounding(proto(founding)));
        m.snapshot().ifPresent(snapshot -> record.setSnapshot(SnapshotCodec.record(snapshot)));
        return record.build();
    }

    private static Proto.FetchMismatch fetchMismatch(Message.FetchMismatch m) {
        Proto.FetchMismatch.Builder record =
                Proto.FetchMismatch.newBuilder()
                        .setAfter(proto(m.after()))
                        .setHint(m.hint().value());
        if (!m.base().equals(LogPosition.ZERO)) record.setBase(SnapshotCodec.record(m.base()));
        return record.build();
    }

    private static Proto.Appended appended(Message.Appended m) {
        Proto.Appended.Builder record =
                Proto.Appended.newBuilder()
                        .setStream(m.stream().value())
                        .setMatch(m.match().value())
                        .setRound(m.round().value());
        Report report = m.report();
        for (Fingerprint f : report.fingerprints()) record.addFingerprints(SnapshotCodec.record(f));
        report.snapshot().ifPresent(s -> record.setSnapshot(SnapshotCodec.record(s)));
        return record.build();
    }

    private static Proto.SnapshotProgress snapshotProgress(Message.SnapshotProgress m) {
        Proto.SnapshotProgress.Builder record =
                Proto.SnapshotProgress.newBuilder()
                        .setStream(m.stream().value())
                        .setSnapshot(SnapshotCodec.record(m.snapshot()))
                        .setSource(m.source().name())
                        .setStored(m.stored());
        m.trouble().ifPresent(record::setTrouble);
        return record.build();
    }

    /** What every answer begins with; makes the answer of each kind. */
    private record Header(Standing from, Term term, LeaderId leader) {
        Message.Answer probeAnswer(Proto.ProbeAnswer p) {
            return new Message.ProbeAnswer(
                    from,
                    term,
                    leader,
                    new Nonce(number(p.hasNonce(), p.getNonce(), "nonce")),
                    entryId(p.hasLast(), p.getLast(), "last entry"),
                    optional(p.hasHears(), p.getHears(), l -> ValueCodec.leader(true, l, "hears")),
                    optional(p.hasFounding(), p.getFounding(), f -> founding(true, f)));
        }

        Message.Answer granted(Proto.Granted p) {
            return new Message.Granted(
                    from,
                    term,
                    leader,
                    entryId(p.hasLast(), p.getLast(), "last entry"),
                    optional(
                            p.hasSnapshot(), p.getSnapshot(), s -> SnapshotCodec.snapshot(true, s)),
                    index(p.hasCommitIndex(), p.getCommitIndex(), "commit index"),
                    optional(p.hasFounding(), p.getFounding(), f -> founding(true, f)));
        }

        Message.Answer voteTaken(Proto.VoteTaken p) {
            LeaderId takenBy = ValueCodec.leader(p.hasTakenBy(), p.getTakenBy(), "vote's owner");
            return new Message.VoteTaken(from, term, leader, takenBy);
        }

        Message.Answer fenced(Proto.Fenced p) {
            return new Message.Fenced(
                    from,
                    term,
                    leader,
                    boundary(p.hasBoundary(), p.getBoundary()),
                    ValueCodec.term(p.hasStale(), p.getStale(), "stale term"));
        }

        Message.Answer refused(Proto.Refused p) {
            return new Message.Refused(
                    from,
                    term,
                    leader,
                    boundary(p.hasBoundary(), p.getBoundary()),
                    text(p.hasReason(), p.getReason(), "reason"));
        }

        Message.Answer foundAccepted(Proto.FoundAccepted p) {
            return new Message.FoundAccepted(from, term, leader, group(p.hasGroup(), p.getGroup()));
        }

        Message.Answer logFetched(Proto.LogFetched p) {
            EntryId after = entryId(p.hasAfter(), p.getAfter(), "entry before");
            return new Message.LogFetched(
                    from, term, leader, after, EntryCodec.decodeAll(after, p.getEntriesList()));
        }

        Message.Answer fetchMismatch(Proto.FetchMismatch p) {
            return new Message.FetchMismatch(
                    from,
                    term,
                    leader,
                    entryId(p.hasAfter(), p.getAfter(), "entry before"),
                    index(p.hasHint(), p.getHint(), "hint"),
                    p.hasBase()
                            ? SnapshotCodec.position(true, p.getBase(), "log's base")
                            : LogPosition.ZERO);
        }

        Message.Answer streamOpened(Proto.StreamOpened p) {
            return new Message.StreamOpened(
                    from,
                    term,
                    leader,
                    stream(p.hasStream(), p.getStream()),
                    entryId(p.hasLast(), p.getLast(), "last entry"),
                    index(p.hasCommitIndex(), p.getCommitIndex(), "commit index"));
        }

        Message.Answer streamUnknown(Proto.StreamUnknown p) {
            return new Message.StreamUnknown(
                    from, term, leader, stream(p.hasStream(), p.getStream()));
        }

        Message.Answer appended(Proto.Appended p) {
            return new Message.Appended(
                    from,
                    term,
                    leader,
                    stream(p.hasStream(), p.getStream()),
                    index(p.hasMatch(), p.getMatch(), "match"),
                    round(p.hasRound(), p.getRound()),
                    new Report(
                            p.getFingerprintsList().stream()
                                    .map(SnapshotCodec::fingerprint)
                                    .toList(),
                            optional(
                                    p.hasSnapshot(),
                                    p.getSnapshot(),
                                    s -> SnapshotCodec.snapshot(true, s))));
        }

        Message.Answer snapshotProgress(Proto.SnapshotProgress p) {
            return new Message.SnapshotProgress(
                    from,
                    term,
                    leader,
                    stream(p.hasStream(), p.getStream()),
                    SnapshotCodec.id(p.hasSnapshot(), p.getSnapshot()),
                    replica(p.hasSource(), p.getSource(), "source"),
                    SnapshotCodec.count(p.hasStored(), p.getStored(), "number of chunks"),
                    p.hasTrouble() ? Optional.of(p.getTrouble()) : Optional.empty());
        }

        Message.Answer mismatch(Proto.Mismatch p) {
            return new Message.Mismatch(
                    from,
                    term,
                    leader,
                    stream(p.hasStream(), p.getStream()),
                    index(p.hasHint(), p.getHint(), "hint"),
                    round(p.hasRound(), p.getRound()));
        }
    }
}
