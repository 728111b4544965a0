package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Watches a simulated world from outside and checks the properties of design §12, each by its name,
 * after every step. It remembers what processes forget.
 */
final class Ledger {
    /** A life of a replica's disk. */
    private record Life(ReplicaId replica, String nonce) {}

    private record Ballot(Life life, Term term) {}

    private record Placed(EntryId previous, Entry entry) {}

    private final SnapshotSettings settings;
    private final Map<Life, Term> fences = new HashMap<>();
    private final Map<Ballot, LeaderId> ballots = new HashMap<>();
    private final Map<Term, LeaderId> epochs = new TreeMap<>();
    private final Map<EntryId, Placed> placed = new HashMap<>();
    private final Set<EntryId> rejected = new HashSet<>();
    private final List<EntryId> committed = new ArrayList<>();
    private final HistoryModel model = new HistoryModel();

    private final Map<Long, Long> floors = new HashMap<>();
    private final Map<Long, String> outcomes = new HashMap<>();
    private final Map<EntryId, Log> apart = new HashMap<>();
    private EntryId origin = EntryId.ZERO;
    private long anew;
    private long observed;
    private long requests;
    private long done;
    private boolean founded;
    private long taken;
    private long installed;
    private long quarantined;

    Ledger(SnapshotSettings settings) {
        this.settings = settings;
    }

    private static void check(boolean holds, String property, String details, Object... values) {
        if (!holds) {
            StringBuilder text = new StringBuilder(details);
            for (Object value : values) text.append(" [").append(value).append(']');
            throw new PropertyViolation(property, text.toString());
        }
    }

    private static Life life(FollowerState s) {
        return new Life(s.replica(), s.standing().incarnation().nonce());
    }

    /** After a write. */
    void onEvent(FollowerState before, Event event, FollowerState after) {
        Life life = life(after);
        Term fence = fences.getOrDefault(life, Term.ZERO);
        check(
                !after.term().isBefore(fence),
                "term never falls",
                after.replica() + " was at " + fence + " and is at " + after.term());
        fences.put(life, after.term());
        if (event instanceof Event.VoteGranted e) {
            LeaderId first = ballots.putIfAbsent(new Ballot(life, e.term()), e.leader());
            check(
                    first == null || first.equals(e.leader()),
                    "one vote a term",
                    after.replica() + " voted twice in " + e.term(),
                    first,
                    e.leader());
        }
        if (event instanceof Event.GroupFounded e) onFounded(e.founding());
        if (event instanceof Event.SetApart) onSetApart(after.log());
        if (event instanceof Event.EntriesAppended e) {
            onPlaced(e.previous(), e.entries());
            check(
                    !e.commitIndex().isAfter(after.log().lastId().index()),
                    "the commit index never passes the end of the log",
                    after.replica().name(),
                    e);
        }
    }

    /** A choice of its own, even where an earlier one began with the same log. */
    private void onSetApart(Log log) {
        apart.put(log.lastId(), log);
        origin = EntryId.ZERO;
    }

    private void onFounded(Founding founding) {
        founded = true;
        if (!founding.isAnew() || founding.origin().equals(origin)) return;
        origin = founding.origin();
        anew++;
        Log log = apart.get(origin);
        int kept = (int) log.base().index().value();
        while (kept < committed.size() && holds(log, kept + 1, committed.get(kept))) kept++;
        committed.subList(kept, committed.size()).clear();
        model.cutAfter(kept);
        // All that was chosen stands for ever from now on, whether it was committed before or not.
        for (Entry entry : log.range(Index.of(kept + 1), log.lastId().index())) {
            committed.add(entry.id());
            model.commit(entry);
        }
        observed = Math.min(observed, committed.size());
    }

    private static boolean holds(Log log, long index, EntryId id) {
        return log.idAt(Index.of(index)).equals(Optional.of(id));
    }

    private void onPlaced(EntryId before, List<Entry> entries) {
        EntryId previous = before;
        for (Entry entry : entries) {
            Placed now = new Placed(previous, entry);
            Placed first = placed.putIfAbsent(entry.id(), now);
            check(
                    first == null || first.equals(now),
                    "equal ids, equal prefixes",
                    "entry " + entry.id() + " stands after two entries or says two things",
                    first,
                    now);
            checkNotRejected(entry.id(), rejected.contains(entry.id()));
            previous = entry.id();
        }
    }

    /** When a client is told that its accepted entry is certainly not applied, now or ever. */
    void onRejected(EntryId id) {
        rejected.add(id);
        checkNotRejected(id, placed.containsKey(id));
    }

    private static void checkNotRejected(EntryId id, boolean written) {
        check(!written, "what is rejected was never written", id.toString());
    }

    /** After a replica answered what a leader said. */
    void onAnswer(FollowerState before, Message.FromLeader asked, Message.Answer answer) {
        Term fence = fences.getOrDefault(life(before), Term.ZERO);
        boolean stale = asked.term().isBefore(fence);
        check(
                !stale || answer instanceof Message.Fenced,
                "the fence outlives the process",
                before.replica() + " at " + fence + " took what is of " + asked.term(),
                Describe.message(asked),
                Describe.message(answer));
    }

    /** After a step of a leader. */
    void onLeader(LeaderState before, LeaderState after) {
        // Only now has it judged its grants: one that it was told may be of a life that ended.
        if (!before.phase().replicates() && after.phase().replicates()) {
            LeaderId first = epochs.putIfAbsent(after.term(), after.id());
            check(
                    first == null || first.equals(after.id()),
                    "one leader an epoch",
                    "two leaders were granted " + after.term(),
                    first,
                    after.id());
        }
        if (after.phase().replicates()) onReplication(before, after);
    }

    private void onReplication(LeaderState before, LeaderState after) {
        Replication r = after.replication().orElseThrow();
        boolean began = !before.phase().replicates();
        if (began && !committed.isEmpty()) {
            EntryId last = committed.get(committed.size() - 1);
            // A leader that was elected before that entry's may still be catching up with itself.
            boolean newer = !after.term().isBefore(last.epoch());
            check(
                    !newer || r.log().holds(last),
                    "a leader has every committed entry",
                    after.id() + " of epoch " + after.term() + " lacks " + last,
                    r.log());
        }
        Log older = began ? r.log() : before.replication().orElseThrow().log();
        Index from =
                began ? r.log().base().index() : before.replication().orElseThrow().commitIndex();
        for (long i = from.value() + 1; i <= r.commitIndex().value(); i++) {
            // What was committed may be cut in the same step.
            boolean cut = i <= r.log().base().index().value();
            onCommitted((cut ? older : r.log()).entry(Index.of(i)));
        }
    }

    private void onCommitted(Entry entry) {
        int position = (int) entry.index().value() - 1;
        if (position < committed.size()) {
            check(
                    committed.get(position).equals(entry.id()),
                    "committed entries never change",
                    "index " + entry.index(),
                    committed.get(position),
                    entry.id());
            return;
        }
        check(
                position == committed.size(),
                "committed entries never change",
                "a gap before " + entry.id(),
                committed.size());
        committed.add(entry.id());
        model.commit(entry);
    }

    /** The machine of this world: its state is a number that all entries went into, in order. */
    static long digest(long before, Entry entry) {
        return 31 * before + entry.hashCode();
    }

    /** When a leader publishes that it serves. */
    void onServing(LeaderState s, Term epoch) {
        check(
                !s.highest().isAfter(epoch),
                "Serving only at the newest epoch",
                s.id() + " serves " + epoch + " and has seen " + s.highest());
    }

    /** When a replica's state machine applied an entry. */
    void onApplied(SimNode node, long before, Entry entry, long digest) {
        check(
                entry.index().value() == before + 1,
                "each entry applied once, in order",
                node.id + " applied " + entry.id() + " after " + before);
        onCommitted(entry);
        check(
                node.altered || model.digest(entry.index()) == digest,
                "each entry applied once, in order",
                node.id + " has another state than its entries make at " + entry.id());
        checkChain(node, entry.index());
    }

    /** What was applied, in whatever way it came. */
    private void checkChain(SimNode node, Index at) {
        check(
                node.altered || model.chain(at) == node.chain,
                "equal histories have equal fingerprints",
                node.id + " has another fingerprint than its entries make at " + at);
    }

    static long chain(long before, Entry entry) {
        return 31 * before + entry.id().hashCode() + entry.content().hashCode();
    }

    /** When a machine's state came out of a snapshot: it is what the entries up to there make. */
    void onRestored(SimNode node, Snapshot snapshot) {
        node.altered = node.damaged && model.digest(snapshot.index()) != node.digest;
        check(
                node.altered || model.digest(snapshot.index()) == node.digest,
                "a snapshot is the state at exactly its entry",
                node.id + " restored another state at " + snapshot.at());
        checkChain(node, snapshot.index());
    }

    /** After an event: what it names is whole, of what is committed, and says all that is said. */
    void onSnapshot(SimNode node, Event event) {
        if (event instanceof Event.Quarantined) {
            quarantined++;
            check(node.damaged, "only the damaged is quarantined", node.id.name());
        }
        if (event instanceof Event.SnapshotTaken) taken++;
        if (event instanceof Event.SnapshotInstalled) installed++;
        Snapshot named = null;
        if (event instanceof Event.SnapshotTaken e) named = e.snapshot();
        if (event instanceof Event.SnapshotInstalled e) named = e.snapshot();
        if (event instanceof Event.CureStarted) node.rotten = false;
        if (named == null) return;
        node.rotten = false;
        check(
                node.store.flaw(named).isEmpty(),
                "the named snapshot is whole",
                node.id + " names " + named.id(),
                node.store.flaw(named));
        int position = (int) named.index().value() - 1;
        check(
                position < committed.size() && committed.get(position).equals(named.at()),
                "a snapshot is of what is committed",
                node.id + " names " + named.at());
        check(
                model.position(named.index()).equals(named.position()),
                "a snapshot is stamped",
                node.id + " names " + named.at(),
                named.position(),
                model.position(named.index()));
    }

    /** When a replica is told to take a snapshot, of what it just applied. */
    void onPosition(SimNode node, LogPosition at) {
        check(
                model.isPosition(settings, Index.of(node.applied)),
                "snapshots are taken at the same entries by all",
                node.id + " takes one at " + at.id());
    }

    /** When the snapshot that a replica named is not there at its start. */
    void onUnrestored(SimNode node, Snapshot snapshot, String flaw) {
        check(
                node.damaged,
                "the named snapshot is whole",
                node.id + " cannot restore " + snapshot.id(),
                flaw);
    }

    /** A client asks; what completed before is a floor to what it may see. */
    long onInvoked() {
        requests++;
        floors.put(requests, observed);
        return requests;
    }

    void onWritten(long request, EntryId at) {
        onOutcome(request, "done");
        done++;
        long index = at.index().value();
        check(
                index > floors.get(request),
                "histories are linearizable",
                "write " + request + " took effect at " + at + ", before what it followed",
                floors.get(request));
        observed = Math.max(observed, index);
    }

    void onRead(long request, long applied) {
        onOutcome(request, "done");
        check(
                applied >= floors.get(request),
                "histories are linearizable",
                "read " + request + " saw the state at " + applied + ", older than what completed",
                floors.get(request));
        observed = Math.max(observed, applied);
    }

    void onOutcome(long request, String outcome) {
        String first = outcomes.putIfAbsent(request, outcome);
        check(
                first == null,
                "every request one outcome",
                "request " + request + " got " + first + ", then " + outcome);
    }

    /** At the very end, when nothing is pending any more. */
    void onEnd() {
        for (long request = 1; request <= requests; request++) {
            check(
                    outcomes.containsKey(request),
                    "every request one outcome",
                    "request " + request + " got none");
        }
    }

    /** How many snapshots were taken, installed, and replicas quarantined. */
    long[] snapshots() {
        return new long[] {taken, installed, quarantined};
    }

    /** How often the group was founded anew from a replica that was set apart. */
    long anew() {
        return anew;
    }

    boolean isFounded() {
        return founded;
    }

    long done() {
        return done;
    }

    int committedEntries() {
        return committed.size();
    }
}
