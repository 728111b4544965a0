package io.ringfence.protocol;

import io.ringfence.protocol.Message.Append;
import io.ringfence.protocol.Message.FetchLog;
import io.ringfence.protocol.Message.Found;
import io.ringfence.protocol.Message.FromLeader;
import io.ringfence.protocol.Message.OpenStream;
import io.ringfence.protocol.Message.Probe;
import io.ringfence.protocol.Message.RequestVote;
import io.ringfence.protocol.Message.Start;
import io.ringfence.protocol.Message.Tick;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a replica toward whoever leads or wants to. Nothing here reads a clock, a random
 * number, a socket or an actor.
 */
public final class Follower {
    private final SafetyRules rules;
    private final Roster roster;
    private final long electionTimeoutMillis;
    private final FollowerAppend append;
    private final FollowerHandshake handshake;

    Follower(SafetyRules rules, Roster roster, long electionTimeoutMillis) {
        this.rules = rules;
        this.roster = roster;
        this.electionTimeoutMillis = electionTimeoutMillis;
        this.append = new FollowerAppend(rules);
        this.handshake = new FollowerHandshake(rules);
    }

    /**
     * @param roster the group as configured on this node
     * @param electionTimeoutMillis how long a leader counts as live after it was last heard
     */
    public static Follower of(Roster roster, long electionTimeoutMillis) {
        return new Follower(SafetyRules.ALL, roster, electionTimeoutMillis);
    }

    /** What to write, and then to do, about one message. */
    public Decision on(FollowerState state, Contact contact, Message message) {
        if (message instanceof Start m) return onStart(state, m);
        if (message instanceof Tick m) {
            return Decision.act(new Action.Keep(contact.at(m.nowMillis())));
        }
        if (message instanceof Probe m) return onProbe(state, contact, m);
        if (message instanceof FromLeader m) return onLeader(state, contact, m);
        throw new AssertionError("no rule of a replica for " + message);
    }

    /** The gate: one for all that leaders say (design §5). */
    private Decision onLeader(FollowerState s, Contact contact, FromLeader m) {
        TermFence.Verdict verdict = rules.classify(s, m.boundary(), m.term());
        if (verdict instanceof TermFence.Fenced fenced) return fence(s, m, fenced);
        if (m instanceof RequestVote vote) return onRequestVote(s, vote);
        // Whoever meets a leader spends the vote of that term on it, in the same write (V17). That
        // holds also when what follows is refused: the term alone raises the fence (F8).
        List<Event> adopted = rules.adopt(s, m.term(), m.leader());
        return admitted(fold(s, adopted), contact, m).after(adopted);
    }

    private Decision admitted(FollowerState s, Contact contact, FromLeader m) {
        if (m instanceof Append append) return this.append.on(s, contact, append);
        if (m instanceof OpenStream open) return handshake.on(s, contact, open);
        if (m instanceof FetchLog fetch) return onFetchLog(s, fetch);
        if (m instanceof Found found) return onFound(s, found);
        throw new AssertionError("no rule of a replica for " + m);
    }

    private static Decision fence(FollowerState s, FromLeader m, TermFence.Fenced fenced) {
        return reply(
                new Message.Fenced(
                        s.standing(), s.term(), m.leader(), fenced.boundary(), fenced.stale()));
    }

    private Decision onStart(FollowerState s, Start m) {
        // A journal that holds a first start has its incarnation; only an empty one draws another.
        if (s.incarnation().isPresent()) return Decision.NOTHING;
        return new Decision(List.of(new Event.Started(Incarnation.first(m.nonce()))), List.of());
    }

    /** A probe never writes and never changes a term (V12). */
    private Decision onProbe(FollowerState s, Contact contact, Probe m) {
        Optional<String> misfit = misfit(s, m.roster());
        if (misfit.isPresent()) return refuse(s, m.asker(), Boundary.VOTE, misfit.get());
        return reply(
                new Message.ProbeAnswer(
                        s.standing(),
                        s.term(),
                        m.asker(),
                        m.nonce(),
                        s.log().lastId(),
                        hears(s, contact),
                        s.founding()));
    }

    /** The leader of our term, if it was heard within the election timeout. */
    public Optional<LeaderId> hears(FollowerState s, Contact contact) {
        boolean recent = contact.nowMillis() - contact.heardAtMillis() < electionTimeoutMillis;
        return recent && contact.term().equals(s.term()) ? contact.leader() : Optional.empty();
    }

    /** At most one leader a term gets our vote, and the write precedes the word (Raft §5.2). */
    private Decision onRequestVote(FollowerState s, RequestVote m) {
        boolean newer = m.term().isAfter(s.term());
        List<Event> advance = newer ? List.of(new Event.TermAdvanced(m.term())) : List.<Event>of();
        FollowerState advanced = fold(s, advance);
        Optional<String> misfit = misfit(s, m.roster());
        if (misfit.isPresent()) {
            return refuse(advanced, m.leader(), Boundary.VOTE, misfit.get()).after(advance);
        }
        if (!rules.mayGrant(s)) {
            String patient = "a patient grants nothing until it is readmitted";
            return refuse(advanced, m.leader(), Boundary.VOTE, patient).after(advance);
        }
        if (!newer && !rules.voteIsFree(s, m.leader())) {
            LeaderId taken = s.vote().orElseThrow();
            return reply(new Message.VoteTaken(s.standing(), s.term(), m.leader(), taken));
        }
        boolean again = !newer && s.vote().equals(Optional.of(m.leader()));
        return grant(s, m).after(again ? List.of() : rules.recordVote(m.term(), m.leader()));
    }

    private Decision grant(FollowerState s, RequestVote m) {
        return reply(
                new Message.Granted(
                        s.standing(),
                        m.term(),
                        m.leader(),
                        s.log().lastId(),
                        s.log().base(),
                        s.commitIndex(),
                        s.founding()));
    }

    private Optional<String> misfit(FollowerState s, Roster asked) {
        if (asked.equals(roster)) return Optional.empty();
        return Optional.of(
                "the configured groups differ: "
                        + s.replica()
                        + " has "
                        + roster
                        + ", the asker "
                        + asked);
    }

    /** A founding is provisional while the log is empty; a newer one supersedes it (V18). */
    private Decision onFound(FollowerState s, Found m) {
        if (!rules.acceptsFounding(s, m)) {
            String reason =
                    "a founding is accepted only in the term of its vote, by the incarnation it"
                            + " names, on an empty log";
            return refuse(s, m.leader(), Boundary.FOUNDING, reason);
        }
        boolean known = s.founding().equals(Optional.of(m.founding()));
        List<Event> events =
                known ? List.of() : List.<Event>of(new Event.GroupFounded(m.founding()));
        FollowerState founded = fold(s, events);
        return reply(
                        new Message.FoundAccepted(
                                founded.standing(), s.term(), m.leader(), m.founding().group()))
                .after(events);
    }

    /** Only the leader that this very log was granted to gets it (design §4 phase 3). */
    private Decision onFetchLog(FollowerState s, FetchLog m) {
        if (!rules.mayFetch(s, m)) {
            String reason = "the log here is no longer the one that was granted";
            return refuse(s, m.leader(), Boundary.FETCH, reason);
        }
        Log log = s.log();
        if (!log.holds(m.after())) {
            Index hint = FollowerAppend.hint(log, m.after(), log.base().index());
            return reply(
                    new Message.FetchMismatch(s.standing(), s.term(), m.leader(), m.after(), hint));
        }
        List<Entry> entries = log.slice(m.after().index().next(), m.entriesMax(), m.bytesMax());
        return reply(
                new Message.LogFetched(s.standing(), s.term(), m.leader(), m.after(), entries));
    }

    static FollowerState fold(FollowerState s, List<Event> events) {
        FollowerState folded = s;
        for (Event event : events) folded = folded.apply(event);
        return folded;
    }

    static Decision reply(Message.Answer answer) {
        return Decision.act(new Action.Reply(answer));
    }

    static Decision refuse(FollowerState s, LeaderId leader, Boundary boundary, String reason) {
        return reply(new Message.Refused(s.standing(), s.term(), leader, boundary, reason));
    }
}
