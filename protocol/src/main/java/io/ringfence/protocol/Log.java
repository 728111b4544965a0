package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The entries after {@link #base()}, as an immutable value. Logs that grew from one another share
 * an array: appending to the longest of them writes behind its end, which no other one sees, and so
 * costs O(1) amortised; appending to a shorter one copies.
 *
 * <p>Not safe for appends to one log from several threads; reading is.
 */
public final class Log {
    /** The log of a replica that has written nothing. */
    public static final Log EMPTY = after(LogPosition.ZERO);

    /**
     * An array that logs share; {@code used} is the end of the longest of them. Beside each entry
     * stands the size of all entries up to it, from the first one of the group on.
     */
    private static final class Shared {
        private final Entry[] array;
        private final long[] totals;
        private int used;

        Shared(Entry[] array, long[] totals, int used) {
            this.array = array;
            this.totals = totals;
            this.used = used;
        }
    }

    /** The readmissions up to the log's end, newest first; shared like the array. */
    private record Readmissions(Readmissions earlier, Readmission one) {}

    /** The marks up to the log's end, newest first; shared like the array. */
    private record Marks(Marks earlier, Index at) {}

    private final LogPosition origin;
    private final EntryId base;
    private final Shared shared;
    private final int size;
    private final Readmissions readmissions;
    private final Marks marks;
    private final long stampMillis;

    private Log(
            LogPosition origin,
            Shared shared,
            int size,
            Readmissions readmissions,
            Marks marks,
            long stamp) {
        this.origin = origin;
        this.base = origin.id();
        this.shared = shared;
        this.size = size;
        this.readmissions = readmissions;
        this.marks = marks;
        this.stampMillis = stamp;
    }

    /** A log that goes on from {@code origin}, and holds no entry yet. */
    public static Log after(LogPosition origin) {
        return new Log(
                origin,
                new Shared(new Entry[0], new long[0], 0),
                0,
                of(origin),
                null,
                origin.stampMillis());
    }

    private static Readmissions of(LogPosition origin) {
        Readmissions all = null;
        for (Readmission one : origin.readmissions()) all = new Readmissions(all, one);
        return all;
    }

    /** What the entries follow: where the log was cut, or {@link EntryId#ZERO}. */
    public EntryId base() {
        return base;
    }

    /** As {@link #base()}, with all that what was cut says to the rules. */
    public LogPosition origin() {
        return origin;
    }

    /** The id of the last entry; of an empty log, its base. */
    public EntryId lastId() {
        return size == 0 ? base : at(size - 1).id();
    }

    /** True when nothing was ever written, be it here or in a snapshot. */
    public boolean isEmpty() {
        return lastId().equals(EntryId.ZERO);
    }

    /** How many entries are held. */
    public int size() {
        return size;
    }

    /** A bound on the bytes of the entries held. */
    public long sizeBytes() {
        return totalBytes(size) - origin.totalBytes();
    }

    private long totalBytes(int entries) {
        return entries == 0 ? origin.totalBytes() : shared.totals[entries - 1];
    }

    /** As {@link LogPosition#totalBytes()}, of an entry that is held, or of the base. */
    public long totalBytes(Index index) {
        int entries = (int) index.minus(base.index());
        Invariants.check(entries >= 0 && entries <= size, "the log holds the index", index, this);
        return totalBytes(entries);
    }

    /** The first index behind the base with at least so many bytes up to it; else the end's. */
    Index firstWithTotalBytes(long bytes) {
        int low = 1;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (totalBytes(middle) < bytes) low = middle + 1;
            else high = middle;
        }
        return base.index().plus(high);
    }

    /** The replicated time of the last entry, in milliseconds since the Unix epoch. */
    public long stampMillis() {
        return stampMillis;
    }

    /** The replicated time of an entry that is held, or of the base. */
    public long stampAt(Index index) {
        return index.equals(base.index()) ? origin.stampMillis() : entry(index).stampMillis();
    }

    /** What a log that goes on behind an entry held, or behind the base, has to know. */
    public LogPosition position(Index index) {
        if (index.equals(base.index())) return origin;
        Entry last = entry(index);
        SortedMap<ReplicaId, Readmission> newest = new TreeMap<>();
        for (Readmissions r = upTo(index); r != null; r = r.earlier) {
            newest.putIfAbsent(r.one.replica(), r.one);
        }
        return new LogPosition(
                last.id(), last.stampMillis(), totalBytes(index), List.copyOf(newest.values()));
    }

    private Readmissions upTo(Index last) {
        Readmissions r = readmissions;
        while (r != null && r.one.at().index().isAfter(last)) r = r.earlier;
        return r;
    }

    private Marks marksUpTo(Index last) {
        Marks m = marks;
        while (m != null && m.at.isAfter(last)) m = m.earlier;
        return m;
    }

    /** The newest mark held up to {@code last}; zero if there is none. */
    Index newestMark(Index last) {
        Marks m = marksUpTo(last);
        return m == null ? Index.ZERO : m.at;
    }

    /** The id at an index, if that is the base or is held. */
    public Optional<EntryId> idAt(Index index) {
        long offset = index.minus(base.index());
        if (offset == 0) return Optional.of(base);
        if (offset < 0 || offset > size) return Optional.empty();
        return Optional.of(at((int) offset - 1).id());
    }

    /** True when the log holds that very id, its base included. */
    public boolean holds(EntryId id) {
        long offset = id.index().minus(base.index());
        if (offset == 0) return base.equals(id);
        return offset > 0 && offset <= size && at((int) offset - 1).id().equals(id);
    }

    /** The entry at an index that is held. */
    public Entry entry(Index index) {
        long offset = index.minus(base.index());
        Invariants.check(offset >= 1 && offset <= size, "the log holds the index", index, this);
        return at((int) offset - 1);
    }

    /** The first index held of the epoch of the entry at {@code index}. */
    public Index firstOfEpoch(Index index) {
        Term epoch = entry(index).epoch();
        int low = 0;
        int high = (int) index.minus(base.index()) - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (at(middle).epoch().isBefore(epoch)) low = middle + 1;
            else high = middle;
        }
        return at(low).index();
    }

    /**
     * Entries from {@code from} on, at most {@code entriesMax} and, but for the first, at most
     * {@code bytesMax} bytes; empty at the end of the log.
     */
    public List<Entry> slice(Index from, int entriesMax, int bytesMax) {
        int start = (int) (from.minus(base.index()) - 1);
        Invariants.check(start >= 0 && start <= size, "a slice starts in the log", from, this);
        int end = start;
        long bytes = 0;
        while (end < size && end - start < entriesMax) {
            bytes += at(end).sizeBytes();
            if (bytes > bytesMax && end > start) break;
            end++;
        }
        return List.of(Arrays.copyOfRange(shared.array, start, end));
    }

    /** All entries held from {@code from} to {@code to}, both included. */
    public List<Entry> range(Index from, Index to) {
        int entries = (int) Math.max(0, to.minus(from) + 1);
        return slice(from, entries, Integer.MAX_VALUE);
    }

    /** This log and then {@code entries}, which must follow it index by index. */
    public Log append(List<Entry> entries) {
        if (entries.isEmpty()) return this;
        Shared target = room(entries);
        Readmissions readmitted = readmissions;
        Marks marked = marks;
        EntryId last = lastId();
        long stamp = stampMillis;
        long bytes = totalBytes(size);
        int end = size;
        for (Entry entry : entries) {
            checkFollows(last, stamp, entry);
            bytes += entry.sizeBytes();
            target.totals[end] = bytes;
            target.array[end++] = entry;
            if (entry.content() instanceof Content.Readmitted c) {
                Readmission one = new Readmission(c.replica(), c.incarnation(), entry.id());
                readmitted = new Readmissions(readmitted, one);
            }
            if (entry.content() instanceof Content.Mark) marked = new Marks(marked, entry.index());
            last = entry.id();
            stamp = entry.stampMillis();
        }
        target.used = Math.max(target.used, end);
        return new Log(origin, target, end, readmitted, marked, stamp);
    }

    private static void checkFollows(EntryId last, long stamp, Entry entry) {
        Invariants.check(
                entry.index().equals(last.index().next()),
                "entries follow one another by index",
                last,
                entry.id());
        Invariants.check(
                !entry.epoch().isBefore(last.epoch()),
                "epochs never fall along a log",
                last,
                entry.id());
        Invariants.check(
                entry.stampMillis() >= stamp, "stamps never fall along a log", stamp, entry.id());
    }

    /** The shared array if the entries fit behind our end, or stand there already; else a copy. */
    private Shared room(List<Entry> entries) {
        if (standBehind(entries)) return shared;
        boolean longest = shared.used == size;
        if (longest && shared.array.length - size >= entries.size()) return shared;
        int grown = longest ? size + size / 2 + 16 : size + 16;
        int capacity = Math.max(size + entries.size(), grown);
        Entry[] copy = new Entry[capacity];
        for (int i = 0; i < size; i++) copy[i] = at(i);
        long[] totals = Arrays.copyOf(shared.totals, capacity);
        return new Shared(copy, totals, size);
    }

    /** A decision is folded when it is made and again when it is written: the second is free. */
    private boolean standBehind(List<Entry> entries) {
        if (shared.used - size < entries.size()) return false;
        for (int i = 0; i < entries.size(); i++) {
            if (at(size + i) != entries.get(i)) return false;
        }
        return true;
    }

    /** This log up to {@code last}, which it holds or which is its base. */
    public Log cutAfter(Index last) {
        int kept = (int) last.minus(base.index());
        Invariants.check(kept >= 0 && kept <= size, "a cut lies in the log", last, this);
        if (kept == size) return this;
        return new Log(origin, shared, kept, upTo(last), marksUpTo(last), stampAt(last));
    }

    /**
     * This log without the entries up to {@code last}, which it holds or which is its base. They
     * are let go of: what stays is copied, so cuts should be further apart than what they leave is
     * long.
     */
    public Log cutBefore(Index last) {
        int cut = (int) last.minus(base.index());
        Invariants.check(cut >= 0 && cut <= size, "a cut lies in the log", last, this);
        if (cut == 0) return this;
        LogPosition behind = position(last);
        Entry[] rest = Arrays.copyOfRange(shared.array, cut, size);
        return after(behind).append(List.of(rest));
    }

    /** The newest readmission of a replica up to the log's end. */
    public Optional<Readmission> readmissionOf(ReplicaId replica) {
        for (Readmissions r = readmissions; r != null; r = r.earlier) {
            if (r.one.replica().equals(replica)) return Optional.of(r.one);
        }
        return Optional.empty();
    }

    /**
     * As {@link #readmissionOf(ReplicaId)}, in that group: what its origin says is of another one.
     */
    public Optional<Readmission> readmissionOf(ReplicaId replica, Founding founding) {
        return readmissionOf(replica)
                .filter(r -> r.at().index().isAfter(founding.origin().index()));
    }

    /** The incarnation of a replica that votes, as the founding and then this log name it. */
    public Optional<Incarnation> voter(Founding founding, ReplicaId replica) {
        return readmissionOf(replica, founding)
                .map(Readmission::incarnation)
                .or(() -> Optional.ofNullable(founding.voters().get(replica)));
    }

    /** The ids after {@code last}: what a cut there would discard. */
    public List<EntryId> idsAfter(Index last) {
        List<EntryId> ids = new ArrayList<>();
        for (Entry entry : range(last.next(), lastId().index())) ids.add(entry.id());
        return ids;
    }

    private Entry at(int position) {
        return shared.array[position];
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof Log that) || size != that.size || !origin.equals(that.origin)) {
            return false;
        }
        return Arrays.equals(shared.array, 0, size, that.shared.array, 0, size);
    }

    @Override
    public int hashCode() {
        return 31 * base.hashCode() + lastId().hashCode();
    }

    @Override
    public String toString() {
        return "log(" + base + " .. " + lastId() + ")";
    }
}
