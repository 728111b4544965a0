package io.ringfence.protocol;

/**
 * One life of a replica's journal. A wiped replica draws a new nonce at its first start; a replica
 * that quarantines itself keeps its nonce and begins the next generation, so that in both cases the
 * votes and acknowledgements of its former life name another incarnation and count for nothing once
 * it is readmitted (design §4).
 *
 * @param nonce drawn at random at the first start on an empty journal
 * @param generation how often this journal was quarantined
 */
public record Incarnation(String nonce, int generation) {
    public Incarnation {
        if (nonce.isEmpty() || generation < 0) {
            throw new IllegalArgumentException("no incarnation: " + nonce + "." + generation);
        }
    }

    public static Incarnation first(String nonce) {
        return new Incarnation(nonce, 0);
    }

    public Incarnation next() {
        return new Incarnation(nonce, generation + 1);
    }

    @Override
    public String toString() {
        return generation == 0 ? nonce : nonce + "." + generation;
    }
}
