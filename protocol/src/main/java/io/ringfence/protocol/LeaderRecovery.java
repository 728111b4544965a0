package io.ringfence.protocol;

import io.ringfence.protocol.Election.Recovery;
import io.ringfence.protocol.Message.FetchLog;
import io.ringfence.protocol.Message.FetchMismatch;
import io.ringfence.protocol.Message.Found;
import io.ringfence.protocol.Message.FoundAccepted;
import io.ringfence.protocol.Message.Granted;
import io.ringfence.protocol.Message.LogFetched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of what follows the grants: founding, or adopting the best log (phase 3). */
final class LeaderRecovery {
    private final SafetyRules rules;
    private final LeaderReplication replication;

    LeaderRecovery(SafetyRules rules, LeaderReplication replication) {
        this.rules = rules;
        this.replication = replication;
    }

    /** What the grants so far allow; without enough of them, nothing yet. */
    void judge(Turn turn) {
        SortedMap<ReplicaId, Granted> grants = turn.election().grants();
        if (!grants.containsKey(turn.home())) return;
        List<Granted> founded = new ArrayList<>();
        for (Granted g : grants.values()) if (g.from().isVoter()) founded.add(g);
        boolean blank = grants.values().stream().allMatch(LeaderRecovery::isBlank);
        Optional<Founding> group = founded.isEmpty() ? Optional.empty() : groupOf(turn, founded);
        if (group.isPresent()) {
            Founding of = group.get();
            founded.removeIf(g -> !isOf(g, of, blank));
            boolean home = founded.stream().anyMatch(g -> isOfHome(turn, g));
            boolean quorum = founded.size() >= rules.quorum(turn.roster());
            if (home && quorum && mayLead(turn, of, founded)) {
                recover(turn, of, founded);
                return;
            }
        }
        Optional<EntryId> origin =
                Holding.origin(grants.values().stream().map(Holding::of).toList());
        if (origin.isPresent() && rules.mayFound(turn.roster(), grants)) {
            found(turn, grants, origin.get());
        }
    }

    private boolean mayLead(Turn turn, Founding group, List<Granted> founded) {
        return rules.holdsOrigin(group, rules.best(founded, turn.home()).last());
    }

    private static boolean isBlank(Granted g) {
        return g.last().equals(EntryId.ZERO);
    }

    private static boolean isOfHome(Turn turn, Granted g) {
        return g.from().replica().equals(turn.home());
    }

    /**
     * The group that the grants speak of: that of the best log; while all logs are empty, the
     * founding of the highest term, since a founding is provisional until then.
     */
    private Optional<Founding> groupOf(Turn turn, List<Granted> founded) {
        Granted best = rules.best(founded, turn.home());
        if (!isBlank(best)) return best.founding();
        Founding newest = best.founding().orElseThrow();
        for (Granted g : founded) {
            Founding f = g.founding().orElseThrow();
            if (f.term().isAfter(newest.term())) newest = f;
        }
        return Optional.of(newest);
    }

    /** A grant of another founding is void: provisional, or of another group of that name. */
    private static boolean isOf(Granted g, Founding group, boolean blank) {
        boolean same = g.founding().equals(Optional.of(group));
        boolean named = group.names(g.from().replica(), g.from().incarnation());
        return same && (!blank || named);
    }

    private void found(Turn turn, SortedMap<ReplicaId, Granted> grants, EntryId origin) {
        SortedMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        grants.forEach((replica, g) -> voters.put(replica, g.from().incarnation()));
        LeaderState s = turn.state();
        GroupId group = new GroupId(turn.roster().group(), s.id().name());
        Founding founding = new Founding(group, s.term(), voters, origin);
        turn.become(s.with(s.election().founding(founding)).in(LeaderPhase.FOUNDING));
        for (ReplicaId to : turn.roster().voters()) {
            turn.send(to, new Found(s.term(), s.id(), founding));
        }
    }

    /** The first entry waits until every voter holds the founding durably. */
    void onFoundAccepted(Turn turn, FoundAccepted m) {
        turn.become(turn.election().accepted(m.from().replica()));
        Election e = turn.election();
        Founding founding = e.founding().orElseThrow();
        if (!e.accepted().keySet().containsAll(founding.voters().keySet())) return;
        if (founding.isAnew()) recoverOrigin(turn, founding);
        else replication.begin(turn, founding, Log.EMPTY, Index.ZERO, History.NONE);
    }

    /** Who granted is a voter of the group by now; one of them has the log that it begins with. */
    private void recoverOrigin(Turn turn, Founding founding) {
        List<Granted> founded = new ArrayList<>();
        for (Granted g : turn.election().grants().values()) founded.add(g.of(founding));
        for (Granted g : founded) turn.become(turn.election().granted(g));
        recover(turn, founding, founded);
    }

    /** The home's own log is read first: it costs nothing, and is most often all there is. */
    private void recover(Turn turn, Founding group, List<Granted> grants) {
        Granted source = rules.best(grants, turn.home());
        Granted home = turn.election().grants().get(turn.home());
        Election e = turn.election().founding(group);
        turn.become(turn.state().with(e).in(LeaderPhase.RECOVERING));
        next(turn, new Recovery(source, home, Log.EMPTY));
    }

    private void next(Turn turn, Recovery r) {
        Recovery now = r;
        if (now.log().lastId().equals(now.reading().last())) {
            if (now.reading().equals(now.source())) {
                adopt(turn, now);
                return;
            }
            now = new Recovery(now.source(), now.source(), now.log());
            if (now.log().lastId().equals(now.source().last())) {
                adopt(turn, now);
                return;
            }
        }
        // A phase that makes progress does not time out.
        Election e = turn.election().recovery(now).askedAt(turn.now());
        turn.become(turn.state().with(e).in(LeaderPhase.RECOVERING));
        fetch(turn, now);
    }

    private static void fetch(Turn turn, Recovery r) {
        LeaderState s = turn.state();
        LeaderSettings settings = turn.settings();
        Granted from = r.reading();
        turn.send(
                from.from().replica(),
                new FetchLog(
                        s.term(),
                        s.id(),
                        from.from().incarnation(),
                        from.last(),
                        r.log().lastId(),
                        settings.batchEntriesMax(),
                        settings.batchBytesMax()));
    }

    void onLogFetched(Turn turn, LogFetched m) {
        Recovery r = turn.election().recovery().orElseThrow();
        boolean asked =
                m.from().replica().equals(r.reading().from().replica())
                        && m.after().equals(r.log().lastId())
                        && !m.entries().isEmpty();
        if (asked) next(turn, new Recovery(r.source(), r.reading(), r.log().append(m.entries())));
    }

    /** The home's log leaves the source's: go back behind the conflict, and on from there. */
    void onFetchMismatch(Turn turn, FetchMismatch m) {
        Recovery r = turn.election().recovery().orElseThrow();
        boolean asked =
                m.from().replica().equals(r.reading().from().replica())
                        && m.after().equals(r.log().lastId())
                        && m.hint().value() > 0;
        if (!asked) return;
        if (m.after().index().isBefore(m.base().index())) {
            // What follows is cut there: go on from where that log begins. The home, if it is
            // further behind, is offered a snapshot like anyone (design §4 phase 3).
            next(turn, new Recovery(r.source(), r.reading(), Log.after(m.base())));
            return;
        }
        // Every log holds what stands before its first entry: there is no way further back.
        if (m.after().equals(r.log().base())) return;
        Index last = Index.of(Math.min(m.hint().value(), m.after().index().value()) - 1);
        Index kept = last.max(r.log().base().index());
        next(turn, new Recovery(r.source(), r.reading(), r.log().cutAfter(kept)));
    }

    void onTick(Turn turn) {
        LeaderState s = turn.state();
        Recovery r = turn.election().recovery().orElseThrow();
        if (turn.now() - s.sinceMillis() >= turn.settings().electionTimeoutMillis()) {
            turn.stepDown(
                    "the log of "
                            + r.reading().from().replica()
                            + " could not be read within "
                            + turn.settings().electionTimeoutMillis()
                            + " ms");
        } else if (turn.now() - s.election().askedAtMillis()
                >= turn.settings().retransmitMillis()) {
            turn.become(turn.election().askedAt(turn.now()));
            fetch(turn, r);
        }
    }

    /** Grants of incarnations that the adopted log does not name count for nothing (V16). */
    private void adopt(Turn turn, Recovery r) {
        Founding group = turn.election().founding().orElseThrow();
        int counted = 0;
        boolean home = false;
        Index commit = r.log().base().index();
        History history = History.NONE;
        for (Granted g : turn.election().grants().values()) {
            if (!g.founding().equals(Optional.of(group))) continue;
            if (!rules.grantCounts(g, r.log(), group)) continue;
            counted++;
            home |= isOfHome(turn, g);
            commit = commit.max(g.commitIndex());
            if (g.snapshot().isPresent()) {
                history = history.holding(g.from().replica(), g.snapshot().get());
            }
        }
        if (!home || counted < rules.quorum(turn.roster())) {
            turn.stepDown(
                    "only "
                            + counted
                            + " grants of term "
                            + turn.state().term()
                            + " come from voters that the log names");
            return;
        }
        replication.begin(turn, group, r.log(), commit.min(r.log().lastId().index()), history);
    }
}
