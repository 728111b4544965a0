package io.ringfence.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rules with one of them switched off. The simulator must find each of these out; that is the
 * test that the simulator can fail (F20).
 */
enum Mutant {
    /** A stale term is taken for the current one. */
    FENCE_OFF(
            new SafetyRules() {
                @Override
                TermFence.Verdict classify(FollowerState s, Boundary boundary, Term term) {
                    if (term.isBefore(s.term())) return new TermFence.Admitted(boundary);
                    return super.classify(s, boundary, term);
                }
            }),
    /** A vote is told and not written. */
    VOTE_NOT_DURABLE(
            new SafetyRules() {
                @Override
                List<Event> recordVote(Term term, LeaderId leader) {
                    return List.of(new Event.TermAdvanced(term));
                }
            }),
    /** A term's vote is given to whoever asks. */
    VOTE_TWICE(
            new SafetyRules() {
                @Override
                boolean voteIsFree(FollowerState s, LeaderId leader) {
                    return true;
                }

                @Override
                List<Event> recordVote(Term term, LeaderId leader) {
                    return List.of();
                }
            }),
    /** The home's log is adopted, whatever the others hold. */
    ADOPT_HOME(
            new SafetyRules() {
                @Override
                Message.Granted best(List<Message.Granted> grants, ReplicaId home) {
                    for (Message.Granted g : grants) if (g.from().replica().equals(home)) return g;
                    return super.best(grants, home);
                }
            }),
    /** The longest log is adopted, whatever its epoch. */
    ADOPT_LONGEST(
            new SafetyRules() {
                @Override
                Message.Granted best(List<Message.Granted> grants, ReplicaId home) {
                    Message.Granted best = grants.get(0);
                    for (Message.Granted g : grants) {
                        if (g.last().index().isAfter(best.last().index())) best = g;
                    }
                    return best;
                }
            }),
    /** Entries of older epochs are committed by counting. */
    COUNT_OLD_EPOCHS(
            new SafetyRules() {
                @Override
                boolean commitsByCounting(Term entryEpoch, Term ours) {
                    return true;
                }
            }),
    /** A leader serves before its fence entry is committed. */
    SERVE_UNFENCED(
            new SafetyRules() {
                @Override
                boolean mayServe(Index fence, Index commit) {
                    return true;
                }
            }),
    /** Entries are taken wherever they fit by index. */
    NO_MATCH(
            new SafetyRules() {
                @Override
                boolean holdsPrevious(FollowerState s, EntryId previous) {
                    return !previous.index().isAfter(s.log().lastId().index());
                }
            }),
    /** An acknowledgement speaks of the end of the log. */
    MATCH_END_OF_LOG(
            new SafetyRules() {
                @Override
                Index match(Message.Append m, FollowerState after) {
                    return after.log().lastId().index();
                }
            }),
    /** A follower takes the leader's commit index for its own log's. */
    COMMIT_UNMATCHED(
            new SafetyRules() {
                @Override
                Index followerCommit(Message.Append m, FollowerState after) {
                    return m.commitIndex();
                }
            }),
    /** What a stream finds at its opening counts as matching by its index alone. */
    MATCH_AT_OPENING(
            new SafetyRules() {
                @Override
                Index matchAtOpening(Log log, EntryId last) {
                    return last.index().min(log.lastId().index());
                }
            }),
    /** One fewer than a majority decides. */
    SMALL_QUORUM(
            new SafetyRules() {
                @Override
                int quorum(Roster roster) {
                    return roster.quorum() - 1;
                }
            }),
    /** A read is answered without asking anybody. */
    READ_UNCONFIRMED(
            new SafetyRules() {
                @Override
                boolean readIsConfirmed(Round asked, Round confirmedByQuorum) {
                    return true;
                }
            }),
    /** A round that was confirmed before the read arrived serves it. */
    READ_OLD_ROUND(
            new SafetyRules() {
                @Override
                boolean readIsConfirmed(Round asked, Round confirmedByQuorum) {
                    return !confirmedByQuorum.next().isBefore(asked);
                }
            }),
    /** A quorum of the grantees is enough to found a group. */
    FOUND_BY_QUORUM(
            new SafetyRules() {
                @Override
                boolean mayFound(Roster roster, SortedMap<ReplicaId, Message.Granted> grants) {
                    return grants.size() >= roster.quorum();
                }
            }),
    /** A founding is accepted by whoever gets it, as the incarnation it now is. */
    FOUND_ANYHOW(
            new SafetyRules() {
                @Override
                boolean acceptsFounding(FollowerState s, Message.Found m) {
                    return s.log().isEmpty();
                }
            }),
    /** A group that was founded anew is led without the log that it was founded from. */
    ORIGIN_IGNORED(
            new SafetyRules() {
                @Override
                boolean holdsOrigin(Founding group, EntryId last) {
                    return true;
                }
            }),
    /** A patient votes, counts, and acknowledges like anybody. */
    PATIENTS_COUNT(
            new SafetyRules() {
                @Override
                boolean mayGrant(FollowerState s) {
                    return true;
                }

                @Override
                boolean acknowledgementCounts(Standing from, Log log, Founding founding) {
                    return true;
                }

                @Override
                boolean grantCounts(Message.Granted g, Log adopted, Founding founding) {
                    return true;
                }
            }),
    /** An acknowledgement counts whoever it is from. */
    PATIENTS_ACKNOWLEDGE(
            new SafetyRules() {
                @Override
                boolean acknowledgementCounts(Standing from, Log log, Founding founding) {
                    return true;
                }
            }),
    /** A patient is cured by a readmission that is not committed. */
    CURED_UNCOMMITTED(
            new SafetyRules() {
                @Override
                Optional<EntryId> cure(FollowerState s, Index commit) {
                    return super.cure(s, s.log().lastId().index());
                }
            }),
    /** A grant of a life that ended counts. */
    OLD_INCARNATION_GRANTS(
            new SafetyRules() {
                @Override
                boolean grantCounts(Message.Granted g, Log adopted, Founding founding) {
                    return true;
                }
            }),
    /** Who meets a leader adopts its term and keeps the vote. */
    VOTE_KEPT_ON_ADOPTION(
            new SafetyRules() {
                @Override
                List<Event> adopt(FollowerState s, Term term, LeaderId leader) {
                    if (!term.isAfter(s.term())) return List.of();
                    return List.of(new Event.TermAdvanced(term));
                }
            }),
    /** The leader counts its home as having all that it has. */
    HOME_COUNTED_UNASKED(
            new SafetyRules() {
                @Override
                Map<ReplicaId, Index> counted(
                        SortedMap<ReplicaId, Index> acknowledged, Replication r, ReplicaId home) {
                    SortedMap<ReplicaId, Index> all = new TreeMap<>(acknowledged);
                    all.put(home, r.log().lastId().index());
                    return all;
                }
            }),
    /** A snapshot says that it holds one entry more than it does. */
    SNAPSHOT_TOO_HIGH(
            new SafetyRules() {
                @Override
                LogPosition stamp(Log log, Index at) {
                    return log.position(at.next().min(log.lastId().index()));
                }
            }),
    /** A snapshot says that it holds one entry less than it does. */
    SNAPSHOT_TOO_LOW(
            new SafetyRules() {
                @Override
                LogPosition stamp(Log log, Index at) {
                    Index first = log.base().index().max(Index.of(1));
                    return log.position(Index.of(at.value() - 1).max(first));
                }
            }),
    /** A snapshot forgets the replicated time of its entry. */
    SNAPSHOT_UNTIMED(
            new SafetyRules() {
                @Override
                LogPosition stamp(Log log, Index at) {
                    LogPosition here = log.position(at);
                    return new LogPosition(here.id(), 0, here.totalBytes(), here.readmissions());
                }
            }),
    /** A snapshot forgets who was readmitted before it. */
    SNAPSHOT_FORGETS_VOTERS(
            new SafetyRules() {
                @Override
                LogPosition stamp(Log log, Index at) {
                    LogPosition here = log.position(at);
                    return new LogPosition(
                            here.id(), here.stampMillis(), here.totalBytes(), List.of());
                }
            }),
    /** A snapshot forgets how much was written up to it. */
    SNAPSHOT_FORGETS_SIZE(
            new SafetyRules() {
                @Override
                LogPosition stamp(Log log, Index at) {
                    LogPosition here = log.position(at);
                    return new LogPosition(here.id(), here.stampMillis(), 0, here.readmissions());
                }
            }),
    /** What was cut off a log does not count where snapshots are taken. */
    POSITIONS_FROM_THE_BASE(
            new SafetyRules() {
                @Override
                Index newestPosition(SnapshotSettings settings, Log log, Index from, Index to) {
                    LogPosition base = log.origin();
                    LogPosition bare =
                            new LogPosition(base.id(), base.stampMillis(), 0, base.readmissions());
                    List<Entry> held = log.range(log.base().index().next(), log.lastId().index());
                    return super.newestPosition(settings, Log.after(bare).append(held), from, to);
                }
            }),
    /** Whatever arrived is installed. */
    SNAPSHOT_UNCHECKED(
            new SafetyRules() {
                @Override
                boolean isSound(Message.SnapshotChecked m) {
                    return true;
                }
            }),
    /** A snapshot replaces what is committed here. */
    INSTALL_BELOW_COMMIT(
            new SafetyRules() {
                @Override
                boolean covers(FollowerState s, Index commit, EntryId snapshot) {
                    return false;
                }
            }),
    /** Who differs from anybody at all is taken for the damaged one. */
    CONDEMNED_BY_ONE(
            new SafetyRules() {
                @Override
                List<ReplicaId> diverged(SortedMap<ReplicaId, Fingerprint> here, int quorum) {
                    return super.diverged(here, 1);
                }
            }),
    /** A replica is resynchronised from whatever state somebody holds. */
    RESYNCHRONISED_FROM_ANYBODY(
            new SafetyRules() {
                @Override
                boolean mayResynchronise(
                        boolean vouchedByQuorum, boolean contradicted, boolean awaited) {
                    return true;
                }
            });

    private final SafetyRules rules;

    Mutant(SafetyRules rules) {
        this.rules = rules;
    }

    SafetyRules rules() {
        return rules;
    }
}
