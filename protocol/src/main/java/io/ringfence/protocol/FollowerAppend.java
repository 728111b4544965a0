package io.ringfence.protocol;

import io.ringfence.protocol.Message.Append;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rule of appends, heartbeats and advances of the commit index (Raft §5.3). */
final class FollowerAppend {
    private final SafetyRules rules;
    private final FollowerSnapshots snapshots;

    FollowerAppend(SafetyRules rules, FollowerSnapshots snapshots) {
        this.rules = rules;
        this.snapshots = snapshots;
    }

    Decision on(FollowerState s, Contact contact, Append m) {
        if (!rules.streamIsOpen(contact, m.leader(), m.term(), m.stream())) {
            return Follower.reply(
                    new Message.StreamUnknown(s.standing(), s.term(), m.leader(), m.stream()));
        }
        Optional<String> malformed = malformed(m);
        if (malformed.isPresent()) {
            return Follower.refuse(s, m.leader(), Boundary.APPLY, malformed.get());
        }
        Append beyond = skipBase(s.log(), m);
        Index commit = s.commitIndex().max(contact.commitIndex());
        EntryId base = s.log().base();
        boolean atBase = beyond.previous().index().equals(base.index());
        if (atBase && !beyond.previous().equals(base)) {
            return quarantine(contact, beyond.previous(), commit);
        }
        if (!rules.holdsPrevious(s, beyond.previous())) {
            return mismatch(s, contact, m, beyond.previous(), commit);
        }
        return append(s, contact, m, beyond, commit);
    }

    /** Entries follow one another and are of no later epoch than their leader's (F8). */
    private static Optional<String> malformed(Append m) {
        EntryId last = m.previous();
        long stamp = 0;
        for (Entry entry : m.entries()) {
            boolean follows = entry.index().equals(last.index().next());
            boolean falls = entry.epoch().isBefore(last.epoch()) || entry.stampMillis() < stamp;
            if (!follows || falls) {
                return Optional.of("entry " + entry.id() + " does not follow " + last);
            }
            if (entry.epoch().isAfter(m.term())) {
                return Optional.of("entry " + entry.id() + " is newer than its term " + m.term());
            }
            last = entry.id();
            stamp = entry.stampMillis();
        }
        return Optional.empty();
    }

    /** What the log's base covers is skipped: it is committed, and held (§13.5). */
    private static Append skipBase(Log log, Append m) {
        long covered = log.base().index().minus(m.previous().index());
        if (covered <= 0 || covered > m.entries().size()) return m;
        List<Entry> rest = m.entries().subList((int) covered, m.entries().size());
        EntryId previous = m.entries().get((int) covered - 1).id();
        return new Append(
                m.term(), m.leader(), m.stream(), previous, rest, m.commitIndex(), m.round());
    }

    private static Decision mismatch(
            FollowerState s, Contact contact, Append m, EntryId previous, Index commit) {
        Index hint = hint(s.log(), previous, commit);
        return Decision.act(
                new Action.Keep(contact.heard(Index.ZERO)),
                new Action.Reply(
                        new Message.Mismatch(
                                s.standing(), s.term(), m.leader(), m.stream(), hint, m.round())));
    }

    /** Where to try next: behind the log's end, or the first index of the epoch in conflict. */
    static Index hint(Log log, EntryId previous, Index commit) {
        Index end = log.lastId().index();
        if (previous.index().isAfter(end)) return end.next();
        // What the base covers is committed, so the leader has it: go on behind it.
        if (!previous.index().isAfter(log.base().index())) return log.base().index().next();
        Index first = log.firstOfEpoch(previous.index());
        return first.max(commit.min(end).next()).min(previous.index());
    }

    private Decision append(
            FollowerState s, Contact contact, Append m, Append beyond, Index commit) {
        int held = heldOf(s.log(), beyond.entries());
        List<Entry> fresh = beyond.entries().subList(held, beyond.entries().size());
        EntryId previous = held == 0 ? beyond.previous() : beyond.entries().get(held - 1).id();
        boolean cuts = !fresh.isEmpty() && previous.index().isBefore(s.log().lastId().index());
        if (!fresh.isEmpty() && fresh.get(0).stampMillis() < s.log().stampAt(previous.index())) {
            String reason =
                    "the stamp of entry " + fresh.get(0).id() + " is older than what it follows";
            return Follower.refuse(s, m.leader(), Boundary.APPLY, reason);
        }
        if (cuts && previous.index().isBefore(commit)) {
            return quarantine(contact, fresh.get(0).id(), commit);
        }
        FollowerState after = s;
        List<Event> events = new ArrayList<>();
        Index end =
                fresh.isEmpty() ? s.log().lastId().index() : previous.index().plus(fresh.size());
        Index known = commit.max(rules.followerCommit(m, s).min(end));
        if (!fresh.isEmpty()) {
            events.add(new Event.EntriesAppended(previous, fresh, known));
            after = Follower.fold(s, events);
        }
        Optional<Event> cured = cure(after, known);
        if (cured.isPresent()) {
            events.add(cured.get());
            after = after.apply(cured.get());
        }
        List<EntryId> discarded = cuts ? s.log().idsAfter(previous.index()) : List.<EntryId>of();
        return new Decision(events, actions(after, contact, m, commit, known, discarded));
    }

    /** How many of the entries, from the first on, the log holds: a duplicate writes nothing. */
    private static int heldOf(Log log, List<Entry> entries) {
        int held = 0;
        while (held < entries.size() && log.holds(entries.get(held).id())) held++;
        return held;
    }

    private Optional<Event> cure(FollowerState s, Index commit) {
        if (!s.standing().isPatient()) return Optional.empty();
        return rules.cure(s, commit).map(Event.Cured::new);
    }

    private List<Action> actions(
            FollowerState after,
            Contact contact,
            Append m,
            Index before,
            Index commit,
            List<EntryId> discarded) {
        List<Action> actions = new ArrayList<>();
        // Never committed, and never silent (F11).
        if (!discarded.isEmpty()) actions.add(new Action.ReportDiscarded(discarded));
        actions.add(new Action.Keep(contact.heard(commit).told()));
        if (commit.isAfter(contact.commitIndex())) {
            actions.addAll(snapshots.applying(after, before, commit));
        }
        actions.add(
                new Action.Reply(
                        new Message.Appended(
                                after.standing(),
                                after.term(),
                                m.leader(),
                                m.stream(),
                                rules.match(m, after),
                                m.round(),
                                FollowerSnapshots.report(after, contact, m.entries().isEmpty()))));
        return actions;
    }

    /** No leader's log contradicts what is committed: whichever log is damaged, ours stops. */
    private static Decision quarantine(Contact contact, EntryId conflict, Index commit) {
        return Follower.quarantine(
                contact,
                "entry "
                        + conflict
                        + " contradicts the log here, which is committed up to "
                        + commit);
    }
}
