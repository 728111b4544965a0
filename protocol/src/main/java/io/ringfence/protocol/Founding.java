package io.ringfence.protocol;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What founded a group: its id, the term in which all voters agreed to it, and the incarnations
 * that are its first voters (design §4, "Founding is a term").
 *
 * @param origin the last entry of the log that the group was founded anew from, which all of its
 *     leaders hold; {@link EntryId#ZERO} for a group that began empty
 */
public record Founding(
        GroupId group, Term term, SortedMap<ReplicaId, Incarnation> voters, EntryId origin) {
    public Founding {
        voters = Collections.unmodifiableSortedMap(new TreeMap<>(voters));
        if (voters.isEmpty() || term.value() == 0) {
            throw new IllegalArgumentException("a founding has voters and a term above 0");
        }
        if (!origin.epoch().isBefore(term)) {
            throw new IllegalArgumentException("a founding is of a later term than its origin");
        }
    }

    /** Of a group that begins empty. */
    public Founding(GroupId group, Term term, SortedMap<ReplicaId, Incarnation> voters) {
        this(group, term, voters, EntryId.ZERO);
    }

    public boolean names(ReplicaId replica, Incarnation incarnation) {
        return incarnation.equals(voters.get(replica));
    }

    /** True of a group whose first entry follows those of another one. */
    public boolean isAnew() {
        return !origin.equals(EntryId.ZERO);
    }
}
