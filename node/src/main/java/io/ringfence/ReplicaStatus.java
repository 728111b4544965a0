package io.ringfence;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Resync;
import io.ringfence.protocol.ServingState;
import java.util.Optional;

/**
 * A replica at a glance.
 *
 * @param node its address in the cluster, {@code akka://ringfence@host:port}
 * @param group the group's name
 * @param groupId of its founding; empty before that
 * @param replica its id
 * @param role {@code leader}, {@code follower}, {@code amnesiac}, {@code quarantined} or, before it
 *     is in any group, {@code unfounded}
 * @param term its durable term
 * @param vote whom that term's vote is spent on; empty when nobody
 * @param last its last entry
 * @param commitIndex the highest index it knows to be committed
 * @param appliedIndex the last entry that its state machine applied
 * @param snapshot its newest, which stands for all entries up to it
 * @param retainedFrom the first index whose entry its log still holds, or would hold next
 * @param digest over all entries applied: equal on all replicas that applied the same
 * @param resync the snapshot that it receives, while it does
 * @param quarantine what damage it found, while it is quarantined
 * @param serving whether the group serves, as the leader on or nearest to this node told it
 * @param leader the replica id at the leader's node, as last heard; empty when none is heard
 * @param phase of the leader actor on this node; empty when there is none
 * @param discarded how many uncommitted entries a newer leader's replaced since this process began
 * @param fenced how many stale messages it fenced since this process began
 * @param reachable whether it answered just now
 * @param ageMillis how old what is shown is; -1 when nothing was ever known of it
 */
public record ReplicaStatus(
        String node,
        String group,
        Optional<String> groupId,
        String replica,
        String role,
        long term,
        Optional<String> vote,
        EntryId last,
        long commitIndex,
        long appliedIndex,
        EntryId snapshot,
        long retainedFrom,
        String digest,
        Optional<Resync> resync,
        Optional<String> quarantine,
        ServingState serving,
        Optional<String> leader,
        Optional<String> phase,
        long discarded,
        long fenced,
        boolean reachable,
        long ageMillis) {}
