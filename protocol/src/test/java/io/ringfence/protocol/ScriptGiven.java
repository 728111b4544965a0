package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a script writes on a disk beforehand, and what it lets a leader say that is not there. */
final class ScriptGiven {
    private ScriptGiven() {}

    /** The value of {@code key=value} among the words. */
    private static Optional<String> value(String[] w, String key) {
        for (String word : w) {
            if (word.startsWith(key + "=")) return Optional.of(word.substring(key.length() + 1));
        }
        return Optional.empty();
    }

    private static long number(String[] w, String key, long otherwise) {
        return value(w, key).map(Long::parseLong).orElse(otherwise);
    }

    private static EntryId id(String text) {
        String[] parts = text.split("/");
        return EntryId.of(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** {@code roster=g:r1,r2,r3}: the group as somebody has it configured. */
    static Roster roster(World world, String[] w) {
        Optional<String> text = value(w, "roster");
        if (text.isEmpty()) return world.roster();
        String[] halves = text.get().split(":");
        return Roster.of(halves[0], halves[1].split(","));
    }

    /**
     * The founding that all of a script's given replicas share, but for those with {@code
     * group=other}.
     */
    private static Founding founding(World world, String[] w) {
        SortedMap<ReplicaId, Incarnation> voters = new TreeMap<>();
        for (ReplicaId id : world.roster().voters()) {
            voters.put(id, Incarnation.first(id + "i1"));
        }
        return new Founding(
                new GroupId("g", value(w, "group").orElse("given")), Term.of(1), voters);
    }

    /**
     * {@code given r1 term=5 vote=L1 log=1/1:x,5/2:y commit=1}: r1 has that on its disk, as a
     * founded voter, and starts.
     */
    static void write(World world, SimNode n, String[] w) {
        n.journal.clear();
        n.journal.add(new Event.Started(Incarnation.first(n.id + "i1")));
        n.journal.add(new Event.GroupFounded(founding(world, w)));
        Term term = Term.of(number(w, "term", 0));
        Optional<String> vote = value(w, "vote");
        if (vote.isPresent()) {
            n.journal.add(new Event.VoteGranted(term, leader(n.id, vote.get())));
        } else if (term.value() > 0) {
            n.journal.add(new Event.TermAdvanced(term));
        }
        List<Entry> entries = entries(w, "log");
        if (!entries.isEmpty()) {
            Index commit = Index.of(number(w, "commit", 0));
            n.journal.add(new Event.EntriesAppended(EntryId.ZERO, entries, commit));
        }
        if (n.up) world.crash(n);
        world.start(n);
    }

    /** {@code log=1/1:x,1/2:- stamp=1000}: entries with their commands; {@code -} is a no-op. */
    private static List<Entry> entries(String[] w, String key) {
        List<Entry> entries = new ArrayList<>();
        String text = value(w, key).orElse("");
        long stamp = number(w, "stamp", 1_000);
        for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
            String[] halves = part.split(":");
            Content content =
                    halves[1].equals("-")
                            ? new Content.NoOp()
                            : new Content.Command(Payload.utf8(halves[1]));
            entries.add(Entry.of(id(halves[0]), stamp, content));
        }
        return entries;
    }

    /** {@code at=1/4}: a snapshot of nothing that any replica here ever applied. */
    private static Snapshot snapshot(String[] w) {
        EntryId at = id(value(w, "at").orElse("1/4"));
        LogPosition nowhere = new LogPosition(at, number(w, "stamp", 1_000), 0, List.of());
        return SimStore.describe(nowhere, 4, 4);
    }

    /** What a replica holds. */
    static String log(SimNode n) {
        StringBuilder text = new StringBuilder(n.id + " holds");
        for (Entry e : held(n)) text.append(' ').append(Describe.entry(e));
        return text.toString();
    }

    /** The replicated time of what a replica holds. */
    static String stamps(SimNode n) {
        StringBuilder text = new StringBuilder(n.id + " holds");
        for (Entry e : held(n)) text.append(' ').append(e.id()).append('@').append(e.stampMillis());
        return text.toString();
    }

    private static List<Entry> held(SimNode n) {
        Log log = n.state.log();
        return log.range(log.base().index().next(), log.lastId().index());
    }

    private static LeaderId leader(ReplicaId home, String name) {
        return new LeaderId(home, name);
    }

    /**
     * {@code say L1 r1 Append term=1 stream=1 after=1/1 entries=1/2:y commit=0}: a leader of that
     * name, at home on no node here, says so to r1.
     */
    static void say(World world, String[] w) {
        ReplicaId to = ReplicaId.of(w[2]);
        world.inject(to, to, message(world, leader(to, w[1]), w));
    }

    private static Message message(World world, LeaderId by, String[] w) {
        Term term = Term.of(number(w, "term", 0));
        StreamId stream = new StreamId(number(w, "stream", 1));
        EntryId after = value(w, "after").map(ScriptGiven::id).orElse(EntryId.ZERO);
        switch (w[3]) {
            case "Probe":
                return new Message.Probe(new Nonce(number(w, "nonce", 1)), by, roster(world, w));
            case "RequestVote":
                return new Message.RequestVote(term, by, roster(world, w));
            case "OpenStream":
                return new Message.OpenStream(term, by, stream, founding(world, w));
            case "Found":
                return new Message.Found(term, by, founding(world, w));
            case "FetchLog":
                EntryId last = value(w, "last").map(ScriptGiven::id).orElse(EntryId.ZERO);
                Incarnation life = Incarnation.first(w[2] + "i1");
                return new Message.FetchLog(term, by, life, last, after, 100, 10_000);
            case "Append":
                return new Message.Append(
                        term,
                        by,
                        stream,
                        after,
                        entries(w, "entries"),
                        Index.of(number(w, "commit", 0)),
                        new Round(number(w, "round", 0)));
            case "InstallSnapshot":
                ReplicaId source = ReplicaId.of(value(w, "source").orElse("r1"));
                return new Message.InstallSnapshot(term, by, stream, snapshot(w), source);
            case "ChunkFetched":
                return new Message.ChunkFetched(
                        by.home(), term, by, snapshot(w).id(), 0, Payload.utf8("abc"));
            case "Quarantine":
                return new Message.Quarantine(term, by, stream, "somebody said so");
            default:
                throw new IllegalArgumentException("no message " + w[3]);
        }
    }
}
