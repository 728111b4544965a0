package io.ringfence.app;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.ringfence.GroupHandle;
import io.ringfence.ReplicaStatus;
import io.ringfence.RingfenceConfig;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A leader that is placed on this node and does not run there. Akka's singleton manager ends its
 * singleton for whoever asks it to hand over, also for one that was paused and still believes in a
 * cluster that is no more, and never starts it again: the place moves on when this node leaves.
 */
final class Vacancy {
    /** Longer than a hand-over takes. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private final ActorSystem<?> system;
    private final GroupHandle<?, ?> group;
    private long vacantSinceNanos = -1;

    Vacancy(ActorSystem<?> system, GroupHandle<?, ?> group) {
        this.system = system;
        this.group = group;
    }

    /** Whether it has lasted for long enough. Asked repeatedly; waits a little. */
    boolean isToBeLeft(long nowNanos) throws InterruptedException {
        if (!isPlacedHere() || !isVacant()) {
            vacantSinceNanos = -1;
            return false;
        }
        if (vacantSinceNanos < 0) vacantSinceNanos = nowNanos;
        return nowNanos - vacantSinceNanos >= PATIENCE.toNanos();
    }

    /** A singleton is placed on the oldest member of its role. */
    private boolean isPlacedHere() {
        Cluster cluster = Cluster.get(system);
        Member self = cluster.selfMember();
        if (!self.status().equals(MemberStatus.up())) return false;
        for (Member other : cluster.state().getMembers()) {
            if (other.hasRole(RingfenceConfig.ROLE) && other.isOlderThan(self)) return false;
        }
        return true;
    }

    /** A node that does not say so in time has other troubles. */
    private boolean isVacant() throws InterruptedException {
        try {
            ReplicaStatus status =
                    group.status()
                            .toCompletableFuture()
                            .get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
            return status.phase().isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }
}
