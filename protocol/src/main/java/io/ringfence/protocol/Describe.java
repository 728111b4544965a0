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
                + standing;
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

    private static String content(Content content) {
        if (content instanceof Content.NoOp) return "-";
        if (content instanceof Content.Command c) return command(c.payload());
        if (content instanceof Content.Readmitted c) {
            return "readmitted:" + c.replica() + ":" + c.incarnation();
        }
        throw new AssertionError("no line for " + content);
    }

    private static String command(Payload payload) {
        boolean short1 = payload.size() <= 16;
        String text = short1 ? payload.utf8() : "";
        boolean plain = short1 && !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
        return plain ? text : "(" + payload.size() + " bytes)";
    }

    private static String entries(List<Entry> entries) {
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

    private static String founding(Founding f) {
        return f.group() + "@" + f.term();
    }

    private static String founding(Optional<Founding> f) {
        return f.map(Describe::founding).orElse("none");
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
        if (message instanceof Message.FromLeader m) return fromLeader(m);
        if (message instanceof Message.Answer m) return answer(m);
        if (message instanceof Message.Probe m) return "Probe nonce=" + m.nonce();
        if (message instanceof Message.Start m) return "Start nonce=" + m.nonce();
        if (message instanceof Message.Tick m) return "Tick now=" + m.nowMillis();
        if (message instanceof Message.Propose m) {
            return "Propose #" + m.request() + " " + command(m.payload());
        }
        if (message instanceof Message.Read m) return "Read #" + m.request();
        throw new AssertionError("no line for " + message);
    }

    private static String fromLeader(Message.FromLeader message) {
        if (message instanceof Message.RequestVote m) return "RequestVote term=" + m.term();
        if (message instanceof Message.Found m) {
            return "Found term=" + m.term() + " group=" + founding(m.founding());
        }
        if (message instanceof Message.FetchLog m) {
            return "FetchLog term=" + m.term() + " last=" + m.last() + " after=" + m.after();
        }
        if (message instanceof Message.OpenStream m) {
            return "OpenStream term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " group="
                    + founding(m.founding());
        }
        if (message instanceof Message.Append m) {
            return "Append term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " after="
                    + m.previous()
                    + " commit="
                    + m.commitIndex()
                    + " round="
                    + m.round()
                    + " entries="
                    + entries(m.entries());
        }
        throw new AssertionError("no line for " + message);
    }

    private static String answer(Message.Answer message) {
        if (message instanceof Message.ProbeAnswer m) {
            String hears = m.hears().map(LeaderId::toString).orElse("none");
            return "ProbeAnswer term="
                    + m.term()
                    + " last="
                    + m.last()
                    + " hears="
                    + hears
                    + " group="
                    + founding(m.founding());
        }
        if (message instanceof Message.Granted m) {
            return "Granted term="
                    + m.term()
                    + " last="
                    + m.last()
                    + " commit="
                    + m.commitIndex()
                    + " group="
                    + founding(m.founding());
        }
        if (message instanceof Message.VoteTaken m) {
            return "VoteTaken term=" + m.term() + " by=" + m.takenBy();
        }
        if (message instanceof Message.Fenced m) {
            return "Fenced boundary="
                    + m.boundary().name().toLowerCase(Locale.ROOT)
                    + " term="
                    + m.term()
                    + " stale="
                    + m.stale();
        }
        if (message instanceof Message.Refused m) {
            return "Refused boundary="
                    + m.boundary().name().toLowerCase(Locale.ROOT)
                    + " term="
                    + m.term()
                    + ": "
                    + m.reason();
        }
        if (message instanceof Message.FoundAccepted m) {
            return "FoundAccepted term=" + m.term() + " group=" + m.group();
        }
        if (message instanceof Message.LogFetched m) {
            return "LogFetched term="
                    + m.term()
                    + " after="
                    + m.after()
                    + " entries="
                    + entries(m.entries());
        }
        if (message instanceof Message.FetchMismatch m) {
            return "FetchMismatch term=" + m.term() + " after=" + m.after() + " hint=" + m.hint();
        }
        return streamAnswer(message);
    }

    private static String streamAnswer(Message.Answer message) {
        if (message instanceof Message.StreamOpened m) {
            return "StreamOpened term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " last="
                    + m.last()
                    + " commit="
                    + m.commitIndex();
        }
        if (message instanceof Message.StreamUnknown m) {
            return "StreamUnknown term=" + m.term() + " stream=" + m.stream();
        }
        if (message instanceof Message.Appended m) {
            return "Appended term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " match="
                    + m.match()
                    + " round="
                    + m.round();
        }
        if (message instanceof Message.Mismatch m) {
            return "Mismatch term="
                    + m.term()
                    + " stream="
                    + m.stream()
                    + " hint="
                    + m.hint()
                    + " round="
                    + m.round();
        }
        throw new AssertionError("no line for " + message);
    }
}
