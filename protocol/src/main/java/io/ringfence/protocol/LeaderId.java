package io.ringfence.protocol;

/**
 * Who campaigns or leads: fresh for each campaign, so that a vote names one campaign of one leader
 * actor and never a later one (design §4).
 *
 * @param home the replica on the leader's own node
 * @param name unique among all campaigns of the group
 */
public record LeaderId(ReplicaId home, String name) {
    @Override
    public String toString() {
        return name;
    }
}
