package io.ringfence.protocol;

/**
 * What a replica applied up to an entry, in two digests. Replicas of one group have equal ones at
 * equal entries, or one of them is damaged (design §7).
 *
 * @param chain over the epoch, index and payload of all entries up to {@code at}
 * @param state of the machine's state there; {@link Digest#NONE} where it was not computed
 */
public record Fingerprint(EntryId at, Digest chain, Digest state) {
    public Index index() {
        return at.index();
    }

    /** True when both cannot be of undamaged replicas; only equal indexes are ever compared. */
    boolean contradicts(Fingerprint other) {
        if (!index().equals(other.index())) return false;
        return !at.equals(other.at)
                || chain.contradicts(other.chain)
                || state.contradicts(other.state);
    }

    /** The same with the digest of the state, if the other has it and this lacks it. */
    Fingerprint or(Fingerprint other) {
        return state.isPresent() ? this : new Fingerprint(at, chain, other.state);
    }
}
