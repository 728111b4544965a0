package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.cluster.ClusterEvent.CurrentClusterState;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.ringfence.RingfenceConfig;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the other nodes of a group are, as the cluster's membership says: a member's role names its
 * replica, and the group's actors have the same path on every node. Immutable; read anew when the
 * membership changes.
 */
final class Peers {
    static final String REPLICA = "replica";
    static final String ROUTER = "router";
    static final String STATUS = "status";

    private final Map<ReplicaId, Node> nodes;

    /** The actors of the group on one node. */
    record Node(
            String address,
            ActorRef<ReplicaActor.Command> replica,
            ActorRef<RouterActor.Command> router,
            ActorRef<StatusActor.Command> status) {}

    private Peers(Map<ReplicaId, Node> nodes) {
        this.nodes = nodes;
    }

    /** The name of the group's actor on every node, under {@code /system}. */
    static String nameOf(String group) {
        return "ringfence-" + group;
    }

    /** As of a moment ago: for whoever asks again. */
    static Peers of(ActorSystem<?> system, Site site) {
        return of(Cluster.get(system).state(), system, site);
    }

    static Peers of(CurrentClusterState state, ActorSystem<?> system, Site site) {
        Set<Member> unreachable = new HashSet<>(state.getUnreachable());
        ActorRefResolver resolver = ActorRefResolver.get(system);
        Map<ReplicaId, Node> nodes = new HashMap<>();
        for (ReplicaId replica : site.roster().voters()) {
            memberOf(replica, state.getMembers(), unreachable)
                    .map(member -> node(resolver, member.address().toString(), site))
                    .ifPresent(node -> nodes.put(replica, node));
        }
        return new Peers(nodes);
    }

    /**
     * A replica that came back on another node stands twice among the members until its old one is
     * removed: the reachable one is meant, and of two such the younger.
     */
    private static Optional<Member> memberOf(
            ReplicaId replica, Iterable<Member> members, Set<Member> unreachable) {
        Member best = null;
        for (Member member : members) {
            boolean gone =
                    member.status().equals(MemberStatus.down())
                            || member.status().equals(MemberStatus.removed());
            if (gone || !member.hasRole(RingfenceConfig.roleOf(replica))) continue;
            if (best == null || isBetter(member, best, unreachable)) best = member;
        }
        return Optional.ofNullable(best);
    }

    private static boolean isBetter(Member one, Member other, Set<Member> unreachable) {
        boolean reachable = !unreachable.contains(one);
        boolean otherReachable = !unreachable.contains(other);
        return reachable == otherReachable ? other.isOlderThan(one) : reachable;
    }

    private static Node node(ActorRefResolver resolver, String address, Site site) {
        String base = address + "/system/" + nameOf(site.group()) + "/";
        return new Node(
                address,
                resolver.resolveActorRef(base + REPLICA),
                resolver.resolveActorRef(base + ROUTER),
                resolver.resolveActorRef(base + STATUS));
    }

    Optional<Node> node(ReplicaId replica) {
        return Optional.ofNullable(nodes.get(replica));
    }

    List<Node> all() {
        return new ArrayList<>(nodes.values());
    }
}
