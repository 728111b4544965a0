package io.ringfence.app;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.ringfence.RingfenceConfig;
import io.ringfence.protocol.ReplicaId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A cluster that lacks a quorum of the group's nodes, while another one may have it: clusters never
 * find one another again in Akka, so one founded during a partition, or beside another, has to be
 * left once the others can be reached. Harmless to leave, for it cannot serve.
 */
final class Island {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SPREAD = Duration.ofSeconds(5);

    private final NodeSettings settings;
    private final ActorSystem<?> system;

    /** Spread at random, lest two islands be left for each other at once, over and over. */
    private final Duration patience =
            PATIENCE.plusMillis(ThreadLocalRandom.current().nextLong(SPREAD.toMillis()));

    private long reachableSinceNanos = -1;

    Island(NodeSettings settings, ActorSystem<?> system) {
        this.settings = settings;
        this.system = system;
    }

    /** Whether the others could be reached for long enough, and did not come. Asked repeatedly. */
    boolean isToBeLeft(long nowNanos) {
        if (!isIsland() || strangers().stream().noneMatch(Seeds::answers)) {
            reachableSinceNanos = -1;
            return false;
        }
        if (reachableSinceNanos < 0) reachableSinceNanos = nowNanos;
        return nowNanos - reachableSinceNanos >= patience.toNanos();
    }

    private boolean isIsland() {
        Cluster cluster = Cluster.get(system);
        if (!cluster.selfMember().status().equals(MemberStatus.up())) return false;
        Set<String> roles = new HashSet<>();
        for (Member member : cluster.state().getMembers()) roles.addAll(member.getRoles());
        long replicas =
                settings.voters().stream()
                        .map(voter -> RingfenceConfig.roleOf(ReplicaId.of(voter)))
                        .filter(roles::contains)
                        .count();
        return replicas < settings.group().roster().quorum();
    }

    private List<HostPort> strangers() {
        List<HostPort> strangers = new ArrayList<>(settings.seeds());
        for (Member member : Cluster.get(system).state().getMembers()) {
            strangers.removeIf(seed -> member.address().hostPort().endsWith("@" + seed));
        }
        return strangers;
    }
}
