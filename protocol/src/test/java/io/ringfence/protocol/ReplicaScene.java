package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

/** A replica under test: what it remembers, what it knows of its leader, its last decision. */
final class ReplicaScene {
    static final long ELECTION_TIMEOUT_MILLIS = 1_000;

    /** A snapshot at each fourth entry, one entry before it stays; two pieces in flight. */
    static final SnapshotSettings SNAPSHOTS =
            new SnapshotSettings(4, 0, 2, 2, 10_000, 100_000, 2, 300);

    private final Follower rules;
    private FollowerState state;
    private Contact contact = Contact.NONE;
    private Decision decision = Decision.NOTHING;

    private ReplicaScene(FollowerState state, SnapshotSettings settings) {
        this.state = state;
        this.rules = Follower.of(Replicas.ROSTER, ELECTION_TIMEOUT_MILLIS, settings);
    }

    static ReplicaScene of(FollowerState state) {
        return new ReplicaScene(state, SnapshotSettings.OFF);
    }

    /** With {@link #SNAPSHOTS}. */
    static ReplicaScene taking(FollowerState state) {
        return new ReplicaScene(state, SNAPSHOTS);
    }

    /** As {@link #following}, with snapshots. */
    static ReplicaScene takingAndFollowing(long term, String log, long commit) {
        ReplicaScene scene =
                taking(Replicas.voter(Replicas.R2, term, Optional.of(Replicas.L1), log, commit));
        return scene.on(open(term, Replicas.L1, 1));
    }

    /** The voter r2 that follows L1: vote, stream 1 and all. */
    static ReplicaScene following(long term, String log, long commit) {
        FollowerState voter =
                Replicas.voter(Replicas.R2, term, Optional.of(Replicas.L1), log, commit);
        ReplicaScene scene = of(voter);
        scene.on(open(term, Replicas.L1, 1));
        return scene;
    }

    static Message.RequestVote requestVote(long term, LeaderId leader) {
        return new Message.RequestVote(Term.of(term), leader, Replicas.ROSTER);
    }

    static Message.OpenStream open(long term, LeaderId leader, long stream) {
        return new Message.OpenStream(
                Term.of(term), leader, new StreamId(stream), Replicas.FOUNDING);
    }

    static Message.Append append(
            long term, LeaderId leader, String previous, String entries, long commit) {
        return append(term, leader, previous, Replicas.entries(entries), commit);
    }

    static Message.Append append(
            long term, LeaderId leader, String previous, List<Entry> entries, long commit) {
        return new Message.Append(
                Term.of(term),
                leader,
                new StreamId(1),
                Replicas.id(previous),
                entries,
                Index.of(commit),
                Round.ZERO);
    }

    /** Decides, folds the events, and keeps what it is told to; nothing else is done. */
    ReplicaScene on(Message message) {
        decision = rules.on(state, contact, message);
        state = Follower.fold(state, decision.events());
        for (Action action : decision.actions()) {
            if (action instanceof Action.Keep keep) contact = keep.contact();
        }
        return this;
    }

    ReplicaScene at(long nowMillis) {
        return on(new Message.Tick(nowMillis, 0, 0));
    }

    /** The same disk, another process. */
    ReplicaScene restarted() {
        return of(state);
    }

    FollowerState state() {
        return state;
    }

    Contact contact() {
        return contact;
    }

    List<Event> events() {
        return decision.events();
    }

    List<Action> actions() {
        return decision.actions();
    }

    <T extends Action> List<T> actions(Class<T> kind) {
        return actions().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The one answer of the last decision. */
    Message.Answer answer() {
        List<Action.Reply> replies = actions(Action.Reply.class);
        assertThat(replies).hasSize(1);
        return replies.get(0).answer();
    }

    <T extends Message.Answer> T answer(Class<T> kind) {
        assertThat(answer()).isInstanceOf(kind);
        return kind.cast(answer());
    }
}
