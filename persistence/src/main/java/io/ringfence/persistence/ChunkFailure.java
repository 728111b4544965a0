package io.ringfence.persistence;

/** Why a chunk store did not do what it was asked, as a sentence for people. */
public abstract sealed class ChunkFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private ChunkFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /**
     * What is stored is not what was written: never used, to be removed and asked for again. When
     * every chunk is as it was written and the whole is not, the chunks were of different contents
     * under one name, or of a wrong one: all of them have to go.
     */
    public static final class Corrupt extends ChunkFailure {
        private static final long serialVersionUID = 1L;

        /** The number of the chunk; -1 when it is the whole that is wrong. */
        private final int number;

        Corrupt(ChunkedSnapshot snapshot, int number, String wrong) {
            super("chunk " + number + " of " + snapshot + " is corrupt: " + wrong, null);
            this.number = number;
        }

        Corrupt(ChunkedSnapshot snapshot, String wrong) {
            super(snapshot + " is corrupt: " + wrong, null);
            this.number = -1;
        }

        public int number() {
            return number;
        }

        /** True when no one chunk can be named. */
        public boolean ofTheWhole() {
            return number < 0;
        }
    }

    /** That chunk is not there. */
    public static final class Missing extends ChunkFailure {
        private static final long serialVersionUID = 1L;

        private final int number;

        Missing(ChunkedSnapshot snapshot, int number) {
            super("chunk " + number + " of " + snapshot + " is missing", null);
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /**
     * Another process has claimed the replica's chunks since: nothing was written or removed, and
     * nothing ever will be by this store. Trying again does not help.
     */
    public static final class Fenced extends ChunkFailure {
        private static final long serialVersionUID = 1L;

        Fenced(String persistenceId, long claim) {
            super(
                    "the chunks of %s were claimed by another process after ours, claim %d"
                            .formatted(persistenceId, claim),
                    null);
        }
    }

    /**
     * The database did not do it, or did not say so in time: what was asked may have been done or
     * not. Every operation can be asked again.
     */
    public static final class Unavailable extends ChunkFailure {
        private static final long serialVersionUID = 1L;

        Unavailable(String what, Throwable cause) {
            super(what, cause);
        }
    }
}
