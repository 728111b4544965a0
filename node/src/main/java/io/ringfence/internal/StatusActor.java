package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.cluster.typed.Cluster;
import io.ringfence.ReplicaStatus;
import io.ringfence.protocol.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Knows how every replica of a group is, or was when it last said so. */
final class StatusActor extends AbstractBehavior<StatusActor.Command> {
    sealed interface Command {}

    /** How is the replica on this node? */
    record Report(ActorRef<Reported> replyTo) implements Command, Wire {}

    /** How it is. */
    record Reported(ReplicaStatus status) implements Wire {}

    /** How are all replicas? */
    record ReportAll(ActorRef<List<ReplicaStatus>> replyTo) implements Command {}

    private record Seen(ReplicaActor.Sight sight, ActorRef<Reported> replyTo) implements Command {}

    private record Silent(ActorRef<Reported> replyTo) implements Command {}

    private record Heard(long round, ReplicaId replica, Optional<ReplicaStatus> status)
            implements Command {}

    private record Known(ReplicaStatus status, long atMillis) {}

    private record Round(ActorRef<List<ReplicaStatus>> replyTo, List<ReplicaId> missing) {}

    private final Site site;
    private final ActorRef<ReplicaActor.Command> replica;
    private final Sights sights;
    private final Map<ReplicaId, Known> known = new HashMap<>();
    private final Map<Long, Round> rounds = new HashMap<>();
    private long lastRound;

    static Behavior<Command> create(Site site, ActorRef<ReplicaActor.Command> replica) {
        return Behaviors.supervise(
                        Behaviors.<Command>setup(
                                context -> new StatusActor(context, site, replica)))
                .onFailure(SupervisorStrategy.restart());
    }

    private StatusActor(
            ActorContext<Command> context, Site site, ActorRef<ReplicaActor.Command> replica) {
        super(context);
        this.site = site;
        this.replica = replica;
        String node = Cluster.get(context.getSystem()).selfMember().address().toString();
        this.sights = new Sights(site, node);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Report.class, this::onReport)
                .onMessage(Seen.class, this::onSeen)
                .onMessage(Silent.class, this::onSilent)
                .onMessage(ReportAll.class, this::onReportAll)
                .onMessage(Heard.class, this::onHeard)
                .build();
    }

    private Behavior<Command> onReport(Report m) {
        getContext()
                .ask(
                        ReplicaActor.Sight.class,
                        replica,
                        site.settings().statusTimeout(),
                        ReplicaActor.Look::new,
                        (sight, failure) ->
                                failure == null
                                        ? new Seen(sight, m.replyTo())
                                        : new Silent(m.replyTo()));
        return this;
    }

    private Behavior<Command> onSeen(Seen m) {
        ReplicaStatus status = sights.status(m.sight());
        learn(site.replica(), status);
        m.replyTo().tell(new Reported(status));
        return this;
    }

    /** Its replica writes, or recovers: what it last said, with its age. */
    private Behavior<Command> onSilent(Silent m) {
        m.replyTo().tell(new Reported(lastKnown(site.replica())));
        return this;
    }

    private Behavior<Command> onReportAll(ReportAll m) {
        long round = ++lastRound;
        List<ReplicaId> voters = site.roster().voters();
        rounds.put(round, new Round(m.replyTo(), new ArrayList<>(voters)));
        Peers peers = Peers.of(getContext().getSystem(), site);
        for (ReplicaId voter : voters) {
            Optional<Peers.Node> node = peers.node(voter);
            if (voter.equals(site.replica())) ask(round, voter, getContext().getSelf());
            else if (node.isPresent()) ask(round, voter, node.get().status());
            else getContext().getSelf().tell(new Heard(round, voter, Optional.empty()));
        }
        return this;
    }

    private void ask(long round, ReplicaId voter, ActorRef<Command> of) {
        // The other side waits that long for its replica, and answers in any case.
        Duration timeout = site.settings().statusTimeout().plus(site.settings().statusTimeout());
        getContext()
                .ask(
                        Reported.class,
                        of,
                        timeout,
                        Report::new,
                        (reported, failure) ->
                                new Heard(
                                        round,
                                        voter,
                                        Optional.ofNullable(reported).map(Reported::status)));
    }

    private Behavior<Command> onHeard(Heard m) {
        m.status().ifPresent(status -> learn(m.replica(), status));
        Round round = rounds.get(m.round());
        round.missing().remove(m.replica());
        if (m.status().isEmpty()) silent(m.replica());
        if (round.missing().isEmpty()) {
            rounds.remove(m.round());
            List<ReplicaStatus> all = new ArrayList<>();
            for (ReplicaId voter : site.roster().voters()) all.add(lastKnown(voter));
            round.replyTo().tell(all);
        }
        return this;
    }

    /** What its node itself did not know just now is as old as it says. */
    private void learn(ReplicaId of, ReplicaStatus status) {
        if (status.ageMillis() < 0) return;
        known.put(of, new Known(status, site.timers().nowMillis() - status.ageMillis()));
    }

    private void silent(ReplicaId of) {
        known.computeIfPresent(
                of, (id, k) -> new Known(sights.unreachable(k.status()), k.atMillis()));
    }

    private ReplicaStatus lastKnown(ReplicaId of) {
        Known last = known.get(of);
        if (last == null) return sights.unknown(of);
        return sights.aged(last.status(), site.timers().nowMillis() - last.atMillis());
    }
}
