package io.ringfence.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of text for each thing that the rules speak of. Scripts, simulator, logs and failures
 * all use it, so a line of a log can be pasted into a script.
 */
public final class Describe {
    private Describe() {}

    /** A replica: what it remembers, and what it knows to be committed. */
    public static String replica(FollowerState s, Contact contact) {
        Standing me = s.standing();
        String vote = s.vote().map(LeaderId::toString).orElse("none");
        String standing = me.isVoter() ? "" : " " + me.kind().name().toLowerCase(Locale.ROOT);
        return s.replica()
                + " term="
                + s.term()
                + " vote="
                + vote
                + " last="
                + s.log().lastId()
                + " commit="
                + s.commitIndex().max(contact.commitIndex())
                + s.snapshot().map(taken -> cut(s.log(), taken)).orElse("")
                + standing;
    }

    private static String cut(Log log, Snapshot snapshot) {
        return " base=" + log.base() + " snapshot=" + snapshot.at();
    }

    /** A leader: where it is on its way, and what it knows to be committed. */
    public static String leader(LeaderState s) {
        String tail =
                s.replication()
                        .map(r -> " last=" + r.log().lastId() + " commit=" + r.commitIndex())
                        .orElse("");
        return s.id()
                + " phase="
                + s.phase().name().toLowerCase(Locale.ROOT)
                + " term="
                + s.term()
                + tail;
    }

    public static String serving(ServingState state) {
        if (state instanceof ServingState.NotServing s) return "NotServing(" + s.reason() + ")";
        if (state instanceof ServingState.Serving s) return "Serving epoch=" + s.epoch();
        if (state instanceof ServingState.Poisoned s) return "Poisoned(" + s.cause() + ")";
        throw new AssertionError("no line for " + state);
    }

    public static String rejection(Rejection rejection) {
        if (rejection instanceof Rejection.NotServing r) return "NotServing(" + r.reason() + ")";
        if (rejection instanceof Rejection.Overloaded r) {
            return "Overloaded(retry after " + r.retryAfterMillis() + " ms)";
        }
        if (rejection instanceof Rejection.TooLarge r) {
            return "TooLarge(" + r.bytes() + " bytes, at most " + r.bytesMax() + ")";
        }
        if (rejection instanceof Rejection.Failed r) return "Failed(" + r.message() + ")";
        if (rejection instanceof Rejection.BadRequest r) return "BadRequest(" + r.reason() + ")";
        throw new AssertionError("no line for " + rejection);
    }

    public static String entry(Entry entry) {
        return entry.id() + " " + content(entry.content());
    }

    static String content(Content content) {
        if (content instanceof Content.NoOp) return "-";
        if (content instanceof Content.Command c) return command(c.payload());
        if (content instanceof Content.Mark) return "mark";
        if (content instanceof Content.Readmitted c) {
            return "readmitted:" + c.replica() + ":" + c.incarnation();
        }
        throw new AssertionError("no line for " + content);
    }

    static String command(Payload payload) {
        boolean short1 = payload.size() <= 16;
        String text = short1 ? payload.utf8() : "";
        boolean plain = short1 && !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
        return plain ? text : "(" + payload.size() + " bytes)";
    }

    static String entries(List<Entry> entries) {
        if (entries.size() > 8) {
            return "["
                    + entry(entries.get(0))
                    + " .. "
                    + entry(entries.get(entries.size() - 1))
                    + "]";
        }
        StringBuilder text = new StringBuilder("[");
        for (Entry e : entries) text.append(text.length() == 1 ? "" : " ").append(entry(e));
        return text.append(']').toString();
    }

    static String founding(Founding f) {
        return f.group() + "@" + f.term() + (f.isAnew() ? " from=" + f.origin() : "");
    }

    static String founding(Optional<Founding> f) {
        return f.map(Describe::founding).orElse("none");
    }

    /** A snapshot: what names it, and how much there is of it. */
    public static String snapshot(Snapshot s) {
        return "snapshot=" + s.id() + " chunks=" + s.chunks();
    }

    /** What was applied: up to where, the digest of the entries, and that of the state. */
    static String applied(Fingerprint f) {
        String state = f.state().isPresent() ? "/" + f.state() : "";
        return f.at() + "#" + f.chain() + state;
    }

    public static String event(Event event) {
        if (event instanceof Event.Started e) return "Started incarnation=" + e.incarnation();
        if (event instanceof Event.TermAdvanced e) return "TermAdvanced term=" + e.term();
        if (event instanceof Event.VoteGranted e) {
            return "VoteGranted term=" + e.term() + " leader=" + e.leader();
        }
        if (event instanceof Event.GroupFounded e) {
            return "GroupFounded group=" + founding(e.founding());
        }
        if (event instanceof Event.EntriesAppended e) {
            return "EntriesAppended after="
                    + e.previous()
                    + " commit="
                    + e.commitIndex()
                    + " entries="
                    + entries(e.entries());
        }
        if (event instanceof Event.Quarantined e) return "Quarantined reason=" + e.reason();
        if (event instanceof Event.CureStarted e) {
            return "CureStarted group=" + founding(e.founding());
        }
        if (event instanceof Event.Cured e) return "Cured readmission=" + e.readmission();
        if (event instanceof Event.SetApart e) {
            return "SetApart from="
                    + e.from()
                    + " incarnation="
                    + e.incarnation()
                    + " term="
                    + e.term();
        }
        if (event instanceof Event.SnapshotTaken e) {
            return "SnapshotTaken " + snapshot(e.snapshot()) + " base=" + e.base();
        }
        if (event instanceof Event.SnapshotInstalled e) {
            return "SnapshotInstalled " + snapshot(e.snapshot());
        }
        throw new AssertionError("no line for " + event);
    }

    public static String action(Action action) {
        if (action instanceof Action.Reply a) {
            return "send " + a.answer().leader() + ": " + message(a.answer());
        }
        if (action instanceof Action.Keep) return "keep";
        if (action instanceof Action.Apply a) return "apply up to " + a.commitIndex();
        if (action instanceof Action.Reset) return "reset the state machine";
        if (action instanceof Action.ReportDiscarded a) return "discarded " + a.ids();
        if (action instanceof Action.ReportCritical a) return "CRITICAL " + a.sentence();
        if (action instanceof Action.Report a) return "report: " + a.sentence();
        return snapshotAction(action);
    }

    private static String snapshotAction(Action action) {
        if (action instanceof Action.TakeFingerprint a) return "take fingerprint at " + a.at();
        if (action instanceof Action.TakeSnapshot a) return "take snapshot at " + a.at().id();
        if (action instanceof Action.Restore a) return "restore " + snapshot(a.snapshot());
        if (action instanceof Action.DropChunks a) {
            return "drop chunks up to " + a.upTo() + " but of " + a.except();
        }
        if (action instanceof Action.FindChunks a) return "find chunks of " + a.snapshot().id();
        if (action instanceof Action.SendPiece a) {
            return "send " + a.to() + ": " + message(a.message());
        }
        if (action instanceof Action.SendChunk a) {
            return "send chunk " + a.asked().chunk() + " to " + a.asked().from();
        }
        if (action instanceof Action.StoreChunk a) {
            return "store chunk " + a.chunk() + " of " + a.snapshot();
        }
        if (action instanceof Action.CheckSnapshot a) return "check " + snapshot(a.snapshot());
        throw new AssertionError("no line for " + action);
    }

    public static String action(LeaderAction action) {
        if (action instanceof LeaderAction.Send a)
            return "send " + a.to() + ": " + message(a.message());
        if (action instanceof LeaderAction.Publish a) return "publish " + serving(a.state());
        if (action instanceof LeaderAction.Accept a) {
            return "accept #" + a.request() + " as " + a.entry();
        }
        if (action instanceof LeaderAction.Reject a) {
            return "reject #" + a.request() + ": " + rejection(a.rejection());
        }
        if (action instanceof LeaderAction.AnswerRead a) {
            return "answer read #" + a.request() + " at " + a.at();
        }
        if (action instanceof LeaderAction.Abandon a) {
            return "abandon: unsent from " + a.unsentFrom() + ": " + a.reason();
        }
        if (action instanceof LeaderAction.HandOver a) return "hand over: " + a.reason();
        if (action instanceof LeaderAction.Report a) return "report: " + a.sentence();
        throw new AssertionError("no line for " + action);
    }

    public static String message(Message message) {
        return MessageLines.line(message);
    }
}
