package io.ringfence.protocol;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What founded a group: its id, the term in which all voters agreed to it, and the incarnations
 * that are its first voters (design §4, "Founding is a term").
 */
public record Founding(GroupId group, Term term, SortedMap<ReplicaId, Incarnation> voters) {
    public Founding {
        voters = Collections.unmodifiableSortedMap(new TreeMap<>(voters));
        if (voters.isEmpty() || term.value() == 0) {
            throw new IllegalArgumentException("a founding has voters and a term above 0");
        }
    }

    public boolean names(ReplicaId replica, Incarnation incarnation) {
        return incarnation.equals(voters.get(replica));
    }
}
