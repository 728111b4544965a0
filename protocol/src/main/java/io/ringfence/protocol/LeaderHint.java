package io.ringfence.protocol;

/**
 * The newest leader that was heard of, for whoever looks for it: the word of an older epoch is
 * ignored, whoever brings it and however late (F17).
 *
 * @param epoch of that leader; {@link Term#ZERO} before any was heard of
 * @param word what was heard: where it is, say
 */
public record LeaderHint<W>(Term epoch, W word) {
    /** After hearing {@code word} from the leader of {@code of} itself: its newest word counts. */
    public LeaderHint<W> told(Term of, W newer) {
        return of.isBefore(epoch) ? this : new LeaderHint<>(of, newer);
    }

    /** After learning from others that {@code of} has a leader: news only if its epoch is newer. */
    public LeaderHint<W> learnt(Term of, W newer) {
        return of.isAfter(epoch) ? new LeaderHint<>(of, newer) : this;
    }
}
