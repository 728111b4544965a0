package io.ringfence.protocol;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a leader gathers before it replicates: answers to its probe, grants, agreements to be
 * founded, and the log that it reads.
 *
 * @param probed by replica
 * @param grants of the present term, by replica
 * @param refusals why a replica would not, as sentences for people
 * @param taken the votes of the present term that went to others
 * @param founding what is being founded, or was
 * @param accepted who agreed to it
 * @param recovery what is being read
 */
record Election(
        Nonce nonce,
        SortedMap<ReplicaId, Message.ProbeAnswer> probed,
        SortedMap<ReplicaId, Message.Granted> grants,
        SortedMap<ReplicaId, String> refusals,
        SortedMap<ReplicaId, LeaderId> taken,
        Optional<Founding> founding,
        SortedMap<ReplicaId, Boolean> accepted,
        Optional<Recovery> recovery,
        long askedAtMillis) {
    /**
     * The adoption of the best log: first the home's own is read, then what the source has more.
     *
     * @param source the best grant
     * @param reading whose log is being read: the home's, then the source's
     * @param log what was read
     */
    record Recovery(Message.Granted source, Message.Granted reading, Log log) {}

    static Election begin(Nonce nonce, long now) {
        return new Election(
                nonce,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty(),
                now);
    }

    private static <V> SortedMap<ReplicaId, V> put(
            SortedMap<ReplicaId, V> map, ReplicaId key, V value) {
        SortedMap<ReplicaId, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableSortedMap(copy);
    }

    Election probed(Message.ProbeAnswer m) {
        return new Election(
                nonce,
                put(probed, m.from().replica(), m),
                grants,
                refusals,
                taken,
                founding,
                accepted,
                recovery,
                askedAtMillis);
    }

    Election granted(Message.Granted m) {
        return new Election(
                nonce,
                probed,
                put(grants, m.from().replica(), m),
                refusals,
                taken,
                founding,
                accepted,
                recovery,
                askedAtMillis);
    }

    Election refused(ReplicaId by, String reason) {
        return new Election(
                nonce,
                probed,
                grants,
                put(refusals, by, reason),
                taken,
                founding,
                accepted,
                recovery,
                askedAtMillis);
    }

    Election taken(ReplicaId by, LeaderId leader) {
        return new Election(
                nonce,
                probed,
                grants,
                refusals,
                put(taken, by, leader),
                founding,
                accepted,
                recovery,
                askedAtMillis);
    }

    Election founding(Founding agreed) {
        return new Election(
                nonce,
                probed,
                grants,
                refusals,
                taken,
                Optional.of(agreed),
                accepted,
                recovery,
                askedAtMillis);
    }

    Election accepted(ReplicaId by) {
        return new Election(
                nonce,
                probed,
                grants,
                refusals,
                taken,
                founding,
                put(accepted, by, true),
                recovery,
                askedAtMillis);
    }

    Election recovery(Recovery of) {
        return new Election(
                nonce,
                probed,
                grants,
                refusals,
                taken,
                founding,
                accepted,
                Optional.of(of),
                askedAtMillis);
    }

    Election askedAt(long now) {
        return new Election(
                nonce, probed, grants, refusals, taken, founding, accepted, recovery, now);
    }
}
