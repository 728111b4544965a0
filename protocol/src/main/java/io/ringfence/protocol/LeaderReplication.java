package io.ringfence.protocol;

import io.ringfence.protocol.Message.Append;
import io.ringfence.protocol.Message.Appended;
import io.ringfence.protocol.Message.Mark;
import io.ringfence.protocol.Message.Mismatch;
import io.ringfence.protocol.Message.OpenStream;
import io.ringfence.protocol.Message.Propose;
import io.ringfence.protocol.Message.SnapshotProgress;
import io.ringfence.protocol.Message.StreamOpened;
import io.ringfence.protocol.Message.StreamUnknown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of streams, appends and commit (design §4 phases 4 and 5, §6). */
final class LeaderReplication {
    private final SafetyRules rules;
    private final LeaderReads reads;
    private final LeaderSnapshots snapshots;
    private final LeaderHistory history;

    LeaderReplication(SafetyRules rules, LeaderReads reads, LeaderSnapshots snapshots) {
        this.rules = rules;
        this.reads = reads;
        this.snapshots = snapshots;
        this.history = new LeaderHistory(rules);
    }

    /** Opens a stream to every replica and appends the fence entry (Raft §5.4.2). */
    void begin(Turn turn, Founding group, Log adopted, Index commit, History history) {
        LeaderState s = turn.state();
        SortedMap<ReplicaId, Progress> progress = new TreeMap<>();
        StreamId stream = StreamId.NONE;
        for (ReplicaId to : turn.roster().voters()) {
            stream = stream.next();
            progress.put(to, Progress.opening(to, stream, turn.now()));
        }
        Index fence = adopted.lastId().index().next();
        Replication r =
                new Replication(group, adopted, commit, fence, fence, progress, stream, 0, history);
        turn.become(s.in(LeaderPhase.FENCING).with(r).with(Reads.NONE));
        turn.publish(new ServingState.NotServing("fencing epoch " + s.term()), s.failures());
        appendEntry(turn, new Content.NoOp());
        for (Progress p : progress.values()) open(turn, p);
        if (rules.mayServe(fence, commit)) serve(turn);
    }

    private static void open(Turn turn, Progress p) {
        LeaderState s = turn.state();
        Founding founding = turn.replication().founding();
        turn.send(p.replica(), new OpenStream(s.term(), s.id(), p.stream(), founding));
    }

    private static void openAgain(Turn turn, Progress p) {
        Progress asked = p.asked(turn.now());
        turn.become(turn.replication().with(asked));
        open(turn, asked);
    }

    private static void reopen(Turn turn, Progress p) {
        StreamId fresh = turn.replication().lastStream().next();
        Progress opening = p.reopening(fresh, turn.now());
        turn.become(turn.replication().allotted(fresh).with(opening));
        open(turn, opening);
    }

    private static EntryId appendEntry(Turn turn, Content content) {
        LeaderState s = turn.state();
        Log log = turn.replication().log();
        EntryId id = new EntryId(s.term(), log.lastId().index().next());
        long stamp = stamp(log.stampMillis(), s.clock().wallMillis(), turn.settings());
        turn.become(turn.replication().append(Entry.of(id, stamp, content)));
        return id;
    }

    /** The replicated clock never falls, and one entry moves it only so far (§13.13). */
    private static long stamp(long last, long wall, LeaderSettings settings) {
        if (last == 0) return Math.max(0, wall);
        return Math.max(last, Math.min(wall, last + settings.clockJumpMaxMillis()));
    }

    void onPropose(Turn turn, Propose m) {
        propose(turn, m.request(), new Content.Command(m.payload()), m.payload().size());
    }

    /** All replicas have this entry at one index, so they take their snapshots at the same. */
    void onMark(Turn turn, Mark m) {
        propose(turn, m.request(), new Content.Mark(), 0);
    }

    private static void propose(Turn turn, long request, Content content, int bytes) {
        Optional<Rejection> rejection = rejection(turn, bytes);
        if (rejection.isPresent()) {
            turn.act(new LeaderAction.Reject(request, rejection.get()));
            return;
        }
        EntryId id = appendEntry(turn, content);
        turn.act(new LeaderAction.Accept(request, id));
        for (Progress p : turn.replication().progress().values()) fill(turn, p);
    }

    /** Over a limit is an answer, and nothing is appended (design §6). */
    private static Optional<Rejection> rejection(Turn turn, int bytes) {
        LeaderSettings settings = turn.settings();
        if (bytes > settings.commandBytesMax()) {
            return Optional.of(new Rejection.TooLarge(bytes, settings.commandBytesMax()));
        }
        if (turn.state().phase() != LeaderPhase.SERVING) {
            return Optional.of(new Rejection.NotServing(notServing(turn.state())));
        }
        Replication r = turn.replication();
        long pending = r.log().lastId().index().minus(r.commitIndex());
        boolean full =
                pending >= settings.pendingEntriesMax()
                        || r.pendingBytes() + bytes > settings.pendingBytesMax();
        return full
                ? Optional.of(new Rejection.Overloaded(settings.heartbeatMillis()))
                : Optional.empty();
    }

    static String notServing(LeaderState s) {
        return s.serving() instanceof ServingState.NotServing n ? n.reason() : s.phase().name();
    }

    /** Sends what the replica lacks, as far as its window allows. */
    private static void fill(Turn turn, Progress p) {
        LeaderSettings settings = turn.settings();
        Log log = turn.replication().log();
        Progress now = p;
        while (now.open()
                && now.behind().isEmpty()
                && now.inFlight().size() < settings.windowMax()
                && !now.next().isAfter(log.lastId().index())) {
            List<Entry> entries =
                    log.slice(now.next(), settings.batchEntriesMax(), settings.batchBytesMax());
            append(turn, now, entries);
            now = now.sent(entries.get(entries.size() - 1).index(), turn.now());
        }
        if (now != p) turn.become(turn.replication().with(now).sent(now.next()));
    }

    private static void append(Turn turn, Progress p, List<Entry> entries) {
        LeaderState s = turn.state();
        Replication r = turn.replication();
        EntryId previous = r.log().idAt(Index.of(p.next().value() - 1)).orElseThrow();
        turn.send(
                p.replica(),
                new Append(
                        s.term(),
                        s.id(),
                        p.stream(),
                        previous,
                        entries,
                        r.commitIndex(),
                        s.reads().round()));
    }

    /** An append without entries: a heartbeat, a commit index, a round to confirm. */
    static void beat(Turn turn, Progress p) {
        if (!p.open()) return;
        append(turn, p, List.of());
        turn.become(turn.replication().with(p.spoken(turn.now())));
    }

    void onStreamOpened(Turn turn, StreamOpened m) {
        Progress p = turn.replication().progress().get(m.from().replica());
        if (p.open() || !m.stream().equals(p.stream())) {
            turn.become(turn.state().late());
            return;
        }
        Log log = turn.replication().log();
        Index held = rules.matchAtOpening(log, m.last());
        Index last = m.last().index().min(log.lastId().index());
        Progress opened = p.opened(m.from(), held, held.max(last).next(), turn.now());
        turn.become(turn.replication().with(opened));
        boolean another = p.standing().isPresent() && !isSameLife(p, m.from());
        if (another || !m.from().isVoter()) history.forget(turn, m.from().replica());
        // What follows its last entry is cut here: it needs a snapshot.
        if (m.last().index().isBefore(log.base().index())) {
            snapshots.fallBehind(turn, m.from().replica());
        }
        advance(turn);
        if (!turn.state().phase().replicates()) return;
        tend(turn, m.from().replica());
        // Who was sent nothing may still have to learn that its tail is not ours.
        Progress tended = turn.replication().progress().get(m.from().replica());
        if (tended.inFlight().isEmpty()) beat(turn, tended);
    }

    /** The replica restarted, or is another incarnation: begin again with it. */
    void onStreamUnknown(Turn turn, StreamUnknown m) {
        Progress p = turn.replication().progress().get(m.from().replica());
        if (p.open() && m.stream().equals(p.stream())) reopen(turn, p);
    }

    void onAppended(Turn turn, Appended m) {
        Optional<Progress> spoken = spokenOf(turn, m.from(), m.stream());
        if (spoken.isEmpty()) return;
        Progress acknowledged =
                spoken.get().acknowledged(m.from(), m.match(), m.round(), turn.now());
        turn.become(turn.replication().with(acknowledged));
        snapshots.onAcknowledged(turn, m.from().replica());
        advance(turn);
        serveIfMay(turn);
        reads.confirm(turn);
        boolean news = history.onReport(turn, m.from(), m.report());
        if (!turn.state().phase().replicates()) return;
        if (news) snapshots.onHeld(turn);
        tend(turn, m.from().replica());
    }

    void onMismatch(Turn turn, Mismatch m) {
        Optional<Progress> spoken = spokenOf(turn, m.from(), m.stream());
        if (spoken.isEmpty()) return;
        Index end = turn.replication().log().lastId().index().next();
        Progress rewound = spoken.get().rewound(m.from(), m.hint().min(end), m.round(), turn.now());
        turn.become(turn.replication().with(rewound));
        Index base = turn.replication().log().base().index();
        // An old answer may come late, when it has long matched what is cut.
        if (!m.hint().isAfter(base) && rewound.match().isBefore(base)) {
            snapshots.fallBehind(turn, m.from().replica());
        }
        reads.confirm(turn);
        tend(turn, m.from().replica());
    }

    void onSnapshotProgress(Turn turn, SnapshotProgress m) {
        Optional<Progress> spoken = spokenOf(turn, m.from(), m.stream());
        spoken.ifPresent(p -> snapshots.onProgress(turn, p, m));
    }

    /** The progress that an answer speaks of: none if it is of an older stream or another life. */
    private static Optional<Progress> spokenOf(Turn turn, Standing from, StreamId stream) {
        Progress p = turn.replication().progress().get(from.replica());
        if (!p.open() || !stream.equals(p.stream())) {
            turn.become(turn.state().late());
            return Optional.empty();
        }
        // A late copy of a handshake may open the same stream to the next life of a wiped or
        // damaged replica: what the life before matched is gone, so begin again with it.
        if (isSameLife(p, from)) return Optional.of(p);
        reopen(turn, p);
        return Optional.empty();
    }

    private static boolean isSameLife(Progress p, Standing from) {
        return p.standing().map(Standing::incarnation).equals(Optional.of(from.incarnation()));
    }

    private void tend(Turn turn, ReplicaId replica) {
        readmit(turn, replica);
        fill(turn, turn.replication().progress().get(replica));
    }

    /**
     * A patient that has all that is committed is named as the voter in an entry of our epoch. It
     * counts once it told us that it knows that entry as committed, and is a voter again: so a
     * quorum without it committed the entry (design §4, V15).
     */
    private static void readmit(Turn turn, ReplicaId replica) {
        Replication r = turn.replication();
        Progress p = r.progress().get(replica);
        Standing standing = p.standing().orElse(null);
        boolean serving = turn.state().phase() == LeaderPhase.SERVING;
        if (!serving || standing == null || !standing.isPatient()) return;
        if (p.match().isBefore(r.commitIndex())) return;
        Content.Readmitted entry = new Content.Readmitted(replica, standing.incarnation());
        boolean named =
                r.log()
                        .readmissionOf(replica, r.founding())
                        .map(Readmission::incarnation)
                        .equals(Optional.of(standing.incarnation()));
        if (named) return;
        appendEntry(turn, entry);
        for (Progress each : turn.replication().progress().values()) fill(turn, each);
    }

    /** Commit: the highest index on a quorum of voters, if its epoch is ours (Raft §5.4.2). */
    private void advance(Turn turn) {
        Replication r = turn.replication();
        SortedMap<ReplicaId, Index> acknowledged = new TreeMap<>();
        for (Progress p : r.progress().values()) {
            if (counts(r, p)) acknowledged.put(p.replica(), p.match());
        }
        Map<ReplicaId, Index> counted = rules.counted(acknowledged, r, turn.home());
        int quorum = rules.quorum(turn.roster());
        if (counted.size() < quorum) return;
        List<Index> matches = new ArrayList<>(counted.values());
        matches.sort(Collections.reverseOrder());
        Index index = matches.get(quorum - 1);
        if (!index.isAfter(r.commitIndex())) return;
        Term epoch = r.log().entry(index).epoch();
        if (!rules.commitsByCounting(epoch, turn.state().term())) return;
        commit(turn, index);
    }

    private boolean counts(Replication r, Progress p) {
        Standing standing = p.standing().orElse(null);
        return standing != null && rules.acknowledgementCounts(standing, r.log(), r.founding());
    }

    private void commit(Turn turn, Index index) {
        turn.become(turn.replication().committed(index));
        serveIfMay(turn);
        // The home answers the clients, so it is told at once; so is whoever has nothing to do.
        for (Progress p : turn.replication().progress().values()) {
            boolean idle = p.inFlight().isEmpty() && p.behind().isEmpty();
            if (idle || p.replica().equals(turn.home())) beat(turn, p);
        }
    }

    /** A home that waits for a snapshot answers nobody, however long that takes. */
    private void serveIfMay(Turn turn) {
        if (turn.state().phase() != LeaderPhase.FENCING) return;
        Replication r = turn.replication();
        Progress home = r.progress().get(turn.home());
        boolean cut = !r.log().base().equals(EntryId.ZERO);
        boolean lacking = home.behind().isPresent() || cut && !home.open();
        if (!lacking && rules.mayServe(r.fence(), r.commitIndex())) serve(turn);
    }

    private static void serve(Turn turn) {
        turn.become(turn.state().in(LeaderPhase.SERVING));
        turn.publish(new ServingState.Serving(turn.state().term()), 0);
    }

    void onTick(Turn turn) {
        Optional<String> lost = lostQuorum(turn);
        if (lost.isPresent()) {
            turn.stepDown(lost.get());
            return;
        }
        for (Progress p : turn.replication().progress().values()) {
            remind(turn, p);
            snapshots.onTick(turn, p.replica());
        }
    }

    /** A leader without a quorum, or without its home, leads nobody (design §4 phase 6, L11). */
    private Optional<String> lostQuorum(Turn turn) {
        Replication r = turn.replication();
        long limit = turn.settings().checkQuorumMillis();
        int heard = 0;
        for (Progress p : r.progress().values()) {
            if (isRecent(turn, p) && mayCount(r, p)) heard++;
        }
        if (heard < rules.quorum(turn.roster())) {
            return Optional.of(
                    "lost the quorum: "
                            + heard
                            + " of "
                            + turn.roster().voters().size()
                            + " replicas answered in the last "
                            + limit
                            + " ms");
        }
        Progress home = r.progress().get(turn.home());
        String name = "the home replica " + turn.home();
        if (!isRecent(turn, home)) return Optional.of(name + " was silent for " + limit + " ms");
        return mayCount(r, home) ? Optional.empty() : Optional.of(name + " is no voter now");
    }

    private static boolean isRecent(Turn turn, Progress p) {
        return turn.now() - p.heardAtMillis() < turn.settings().checkQuorumMillis();
    }

    /** Until a replica answered at all, the stream's opening counts as its answer. */
    private boolean mayCount(Replication r, Progress p) {
        return p.standing().isEmpty() || counts(r, p);
    }

    private static void remind(Turn turn, Progress p) {
        LeaderSettings settings = turn.settings();
        long now = turn.now();
        boolean unanswered = now - p.askedAtMillis() >= settings.retransmitMillis();
        boolean silent = now - p.heardAtMillis() >= settings.checkQuorumMillis();
        if (!p.open()) {
            // The same stream again: however slow the answer is, it is to a question that stands.
            if (unanswered) openAgain(turn, p);
        } else if (silent && unanswered) {
            // Whatever became of it, it is asked with one small message at a time from now on.
            reopen(turn, p);
        } else if (unanswered && !p.inFlight().isEmpty()) {
            turn.become(turn.replication().with(p.lost(now)));
            fill(turn, turn.replication().progress().get(p.replica()));
        } else if (now - p.sentAtMillis() >= settings.heartbeatMillis()) {
            beat(turn, p);
        }
    }
}
