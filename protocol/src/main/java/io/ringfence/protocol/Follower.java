package io.ringfence.protocol;

import io.ringfence.protocol.Message.Append;
import io.ringfence.protocol.Message.FetchLog;
import io.ringfence.protocol.Message.Found;
import io.ringfence.protocol.Message.FromLeader;
import io.ringfence.protocol.Message.InstallSnapshot;
import io.ringfence.protocol.Message.OpenStream;
import io.ringfence.protocol.Message.Probe;
import io.ringfence.protocol.Message.Quarantine;
import io.ringfence.protocol.Message.RequestVote;
import io.ringfence.protocol.Message.Start;
import io.ringfence.protocol.Message.Tick;
import java.util.ArrayList;
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
    private final FollowerSnapshots snapshots;
    private final FollowerInstall install;

    Follower(
            SafetyRules rules,
            Roster roster,
            long electionTimeoutMillis,
            SnapshotSettings settings) {
        this.rules = rules;
        this.roster = roster;
        this.electionTimeoutMillis = electionTimeoutMillis;
        this.snapshots = new FollowerSnapshots(rules, settings);
        this.install = new FollowerInstall(rules, settings, snapshots);
        this.append = new FollowerAppend(rules, snapshots);
        this.handshake = new FollowerHandshake(snapshots);
    }

    /**
     * @param roster the group as configured on this node
     * @param electionTimeoutMillis how long a leader counts as live after it was last heard
     */
    public static Follower of(
            Roster roster, long electionTimeoutMillis, SnapshotSettings settings) {
        return new Follower(SafetyRules.ALL, roster, electionTimeoutMillis, settings);
    }

    /** Without snapshots. */
    public static Follower of(Roster roster, long electionTimeoutMillis) {
        return of(roster, electionTimeoutMillis, SnapshotSettings.OFF);
    }

    /** What to write, and then to do, about one message. */
    public Decision on(FollowerState state, Contact contact, Message message) {
        if (message instanceof Start m) return onStart(state, m);
        if (message instanceof Tick m) return onTick(state, contact.at(m.nowMillis()));
        if (message instanceof Probe m) return onProbe(state, contact, m);
        if (message instanceof FromLeader m) return onLeader(state, contact, m);
        if (message instanceof Message.Piece m) return onPiece(state, contact, m);
        if (message instanceof Message.Local m) return onLocal(state, contact, m);
        throw new AssertionError("no rule of a replica for " + message);
    }

    private Decision onPiece(FollowerState s, Contact contact, Message.Piece message) {
        if (message instanceof Message.FetchChunk m) return snapshots.onFetchChunk(s, contact, m);
        if (message instanceof Message.ChunkFetched m) return install.onFetched(s, contact, m);
        if (message instanceof Message.ChunkRefused m) return install.onRefused(s, contact, m);
        throw new AssertionError("no rule of a replica for " + message);
    }

    private Decision onLocal(FollowerState s, Contact contact, Message.Local message) {
        if (message instanceof Message.Recovered) return snapshots.onRecovered(s, contact);
        if (message instanceof Message.FoundAnew m) return FoundingAnew.on(s, m);
        if (message instanceof Message.FingerprintTaken m) {
            // What it applied before it was quarantined is not to be held against it for ever.
            if (!s.standing().isVoter()) return Decision.NOTHING;
            return Decision.act(new Action.Keep(contact.applied(m.fingerprint())));
        }
        if (message instanceof Message.SnapshotWritten m) return snapshots.onWritten(s, contact, m);
        if (message instanceof Message.ChunksFound m) return install.onChunksFound(s, contact, m);
        if (message instanceof Message.ChunkStored m) return install.onStored(s, contact, m);
        if (message instanceof Message.SnapshotChecked m) return install.onChecked(s, contact, m);
        if (message instanceof Message.SnapshotLost m) return snapshots.onLost(s, contact, m);
        throw new AssertionError("no rule of a replica for " + message);
    }

    private Decision onTick(FollowerState s, Contact contact) {
        List<Action> actions = new ArrayList<>(snapshots.onTick(s, contact));
        Action.Keep kept = (Action.Keep) actions.get(0);
        actions.addAll(install.onTick(s, kept.contact()));
        return new Decision(List.of(), actions);
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
        if (m instanceof InstallSnapshot offer) return install.onOffer(s, contact, offer);
        if (m instanceof Quarantine verdict) return onQuarantine(s, contact, verdict);
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
                        s.snapshot(),
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
                            + " names, on an empty log or its origin";
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
                    new Message.FetchMismatch(
                            s.standing(), s.term(), m.leader(), m.after(), hint, log.origin()));
        }
        List<Entry> entries = log.slice(m.after().index().next(), m.entriesMax(), m.bytesMax());
        return reply(
                new Message.LogFetched(s.standing(), s.term(), m.leader(), m.after(), entries));
    }

    /** The leader compared digests: ours is not a quorum's, so nobody may lean on us (N11). */
    private Decision onQuarantine(FollowerState s, Contact contact, Quarantine m) {
        if (!rules.streamIsOpen(contact, m.leader(), m.term(), m.stream())) {
            return reply(new Message.StreamUnknown(s.standing(), s.term(), m.leader(), m.stream()));
        }
        return s.standing().isVoter() ? quarantine(contact, m.reason()) : Decision.NOTHING;
    }

    /** No word of a damaged replica counts from now on: it is a patient, durably. */
    static Decision quarantine(Contact contact, String reason) {
        return new Decision(
                List.of(new Event.Quarantined(reason)),
                List.of(new Action.Keep(contact.forgotten()), new Action.ReportCritical(reason)));
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
