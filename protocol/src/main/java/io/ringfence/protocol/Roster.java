package io.ringfence.protocol;

import java.util.List;
import java.util.TreeSet;

/**
 * The group as its operator configured it: a name and the replicas that vote. Every replica must be
 * given the same one; who differs is refused with both named.
 *
 * @param voters sorted, without duplicates, at least one
 */
public record Roster(String group, List<ReplicaId> voters) {
    public Roster {
        if (group.isEmpty() || voters.isEmpty()) {
            throw new IllegalArgumentException("a group has a name and at least one voter");
        }
        TreeSet<ReplicaId> sorted = new TreeSet<>(voters);
        if (sorted.size() != voters.size()) {
            throw new IllegalArgumentException("a voter is named twice in " + voters);
        }
        voters = List.copyOf(sorted);
    }

    public static Roster of(String group, String... voters) {
        return new Roster(group, List.of(voters).stream().map(ReplicaId::of).toList());
    }

    /** How many voters any two of which sets must share one: a majority. */
    public int quorum() {
        return voters.size() / 2 + 1;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(group).append('[');
        for (int i = 0; i < voters.size(); i++) {
            text.append(i == 0 ? "" : ",").append(voters.get(i));
        }
        return text.append(']').toString();
    }
}
