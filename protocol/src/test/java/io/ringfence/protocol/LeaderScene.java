package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.FOUNDING;
import static io.ringfence.protocol.Replicas.R1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.R3;
import static io.ringfence.protocol.Replicas.asVoter;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The leader at r1 under test: what it knows, and what it was told to do last. */
final class LeaderScene {
    /** Batches of 3 entries, 2 appends in flight, 12 entries pending. */
    static final LeaderSettings SETTINGS =
            new LeaderSettings(1_000, 1_000, 100, 300, 50, 3, 2_048, 2, 12, 8_192, 1_024, 60_000);

    private final Leader rules;
    private LeaderState state;
    private List<LeaderAction> actions = List.of();
    private long nowMillis;
    private long wallMillis = 1_000_000;
    private long chance;

    private LeaderScene(Roster roster, SnapshotSettings snapshots) {
        state = LeaderState.blank(roster, R1, SETTINGS);
        rules = Leader.of(snapshots);
    }

    /** Before its first tick. */
    static LeaderScene blank() {
        return blank(Replicas.ROSTER);
    }

    static LeaderScene blank(Roster roster) {
        return new LeaderScene(roster, SnapshotSettings.OFF);
    }

    /** It asks everybody what they know. */
    static LeaderScene probing() {
        return blank().after(1);
    }

    static LeaderScene probing(SnapshotSettings snapshots) {
        return new LeaderScene(Replicas.ROSTER, snapshots).after(1);
    }

    /** A quorum of voters answered, the highest term among them 4: it asks for the vote of 5. */
    static LeaderScene campaigning() {
        return campaigning(SnapshotSettings.OFF);
    }

    static LeaderScene campaigning(SnapshotSettings snapshots) {
        LeaderScene scene = probing(snapshots);
        return scene.on(scene.probeAnswer(asVoter(R1), 4)).on(scene.probeAnswer(asVoter(R2), 3));
    }

    /** It was granted term 5 by r1 and r2, and adopted that log, all of which r1 had. */
    static LeaderScene fencing(String log) {
        return fencing(log, SnapshotSettings.OFF);
    }

    static LeaderScene fencing(String log, SnapshotSettings snapshots) {
        LeaderScene scene = campaigning(snapshots);
        EntryId last = Replicas.log(log).lastId();
        scene.on(scene.granted(asVoter(R1), last.toString()));
        scene.on(scene.granted(asVoter(R2), last.toString()));
        if (!last.equals(EntryId.ZERO)) scene.fetched(R1, "0/0", log);
        assertThat(scene.phase()).isEqualTo(LeaderPhase.FENCING);
        return scene;
    }

    /** Its fence entry is committed by all; nothing is on its way. */
    static LeaderScene serving(String log) {
        return serving(log, SnapshotSettings.OFF);
    }

    static LeaderScene serving(String log, SnapshotSettings snapshots) {
        LeaderScene scene = fencing(log, snapshots);
        String last = Replicas.log(log).lastId().toString();
        for (ReplicaId each : List.of(R1, R2, R3)) scene.opened(asVoter(each), last);
        for (ReplicaId each : List.of(R1, R2, R3)) scene.acknowledged(each, scene.lastIndex());
        assertThat(scene.phase()).isEqualTo(LeaderPhase.SERVING);
        return scene;
    }

    LeaderScene on(Message message) {
        LeaderDecision decision = rules.on(state, message);
        state = decision.state();
        actions = decision.actions();
        return this;
    }

    /** A tick so much later, with fresh chance. */
    LeaderScene after(long millis) {
        nowMillis += millis;
        wallMillis += millis;
        chance++;
        return on(new Message.Tick(nowMillis, wallMillis, chance));
    }

    LeaderScene wallJumps(long millis) {
        wallMillis += millis;
        return after(0);
    }

    LeaderScene propose(long request) {
        return propose(request, 4);
    }

    LeaderScene propose(long request, int bytes) {
        return on(new Message.Propose(request, Payload.wrap(new byte[bytes])));
    }

    LeaderScene mark(long request) {
        return on(new Message.Mark(request));
    }

    LeaderScene read(long request) {
        return on(new Message.Read(request));
    }

    Message.ProbeAnswer probeAnswer(Standing from, long term) {
        return probeAnswer(from, term, "0/0", Optional.empty());
    }

    Message.ProbeAnswer probeAnswer(
            Standing from, long term, String last, Optional<LeaderId> hears) {
        boolean unfounded = from.kind() == Standing.Kind.UNFOUNDED;
        return new Message.ProbeAnswer(
                from,
                Term.of(term),
                state.id(),
                state.election().nonce(),
                id(last),
                hears,
                unfounded ? Optional.empty() : Optional.of(FOUNDING));
    }

    Message.Granted granted(Standing from, String last) {
        boolean unfounded = from.kind() == Standing.Kind.UNFOUNDED;
        return granted(from, last, 0, unfounded ? Optional.empty() : Optional.of(FOUNDING));
    }

    Message.Granted granted(Standing from, String last, long commit, Optional<Founding> founding) {
        return new Message.Granted(
                from,
                state.term(),
                state.id(),
                id(last),
                Optional.empty(),
                Index.of(commit),
                founding);
    }

    LeaderScene fetched(ReplicaId from, String after, String entries) {
        return on(
                new Message.LogFetched(
                        asVoter(from),
                        state.term(),
                        state.id(),
                        id(after),
                        Replicas.entries(entries)));
    }

    LeaderScene opened(Standing from, String last) {
        return on(
                new Message.StreamOpened(
                        from,
                        state.term(),
                        state.id(),
                        progress(from.replica()).stream(),
                        id(last),
                        Index.ZERO));
    }

    LeaderScene acknowledged(ReplicaId from, long match) {
        return acknowledged(asVoter(from), match, Round.ZERO);
    }

    /** As the answer to the newest round. */
    LeaderScene confirmed(ReplicaId from) {
        return acknowledged(asVoter(from), 0, state.reads().round());
    }

    LeaderScene acknowledged(Standing from, long match, Round round) {
        return on(
                new Message.Appended(
                        from,
                        state.term(),
                        state.id(),
                        progress(from.replica()).stream(),
                        Index.of(match),
                        round));
    }

    /** An answer to a beat, with what the replica reports. */
    LeaderScene reported(ReplicaId from, long match, Report report) {
        return reported(asVoter(from), match, report);
    }

    LeaderScene reported(Standing from, long match, Report report) {
        return on(
                new Message.Appended(
                        from,
                        state.term(),
                        state.id(),
                        progress(from.replica()).stream(),
                        Index.of(match),
                        Round.ZERO,
                        report));
    }

    LeaderScene mismatched(Standing from, long hint) {
        return on(
                new Message.Mismatch(
                        from,
                        state.term(),
                        state.id(),
                        progress(from.replica()).stream(),
                        Index.of(hint),
                        Round.ZERO));
    }

    LeaderScene streamUnknown(ReplicaId from) {
        return on(
                new Message.StreamUnknown(
                        asVoter(from), state.term(), state.id(), progress(from).stream()));
    }

    Message.Fenced fenced(ReplicaId by, long term) {
        return new Message.Fenced(
                asVoter(by), Term.of(term), state.id(), Boundary.APPLY, state.term());
    }

    LeaderState state() {
        return state;
    }

    LeaderPhase phase() {
        return state.phase();
    }

    Replication replication() {
        return state.replication().orElseThrow();
    }

    Progress progress(ReplicaId replica) {
        return replication().progress().get(replica);
    }

    long commitIndex() {
        return replication().commitIndex().value();
    }

    long lastIndex() {
        return replication().log().lastId().index().value();
    }

    List<LeaderAction> actions() {
        return actions;
    }

    <T extends LeaderAction> List<T> actions(Class<T> kind) {
        return actions.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Message> sentTo(ReplicaId to) {
        List<Message> messages = new ArrayList<>();
        for (LeaderAction.Send send : actions(LeaderAction.Send.class)) {
            if (send.to().equals(to)) messages.add(send.message());
        }
        return messages;
    }

    <T extends Message> List<T> sentTo(ReplicaId to, Class<T> kind) {
        return sentTo(to).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<ServingState> published() {
        return actions(LeaderAction.Publish.class).stream()
                .map(LeaderAction.Publish::state)
                .toList();
    }

    /** Why it does not serve; fails if it does. */
    String reason() {
        assertThat(state.serving()).isInstanceOf(ServingState.NotServing.class);
        return ((ServingState.NotServing) state.serving()).reason();
    }
}
