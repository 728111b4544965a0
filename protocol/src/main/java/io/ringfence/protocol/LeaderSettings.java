package io.ringfence.protocol;

/**
 * The limits and times of a leader. All times in milliseconds, all sizes in bytes.
 *
 * @param electionTimeoutMillis how long a step before serving may take without progress
 * @param checkQuorumMillis a leader that heard no quorum for so long steps down
 * @param heartbeatMillis the longest silence toward a replica
 * @param retransmitMillis how long an answer may take before the question is asked again
 * @param backoffMillis the shortest pause before probing again; doubles with each failure
 * @param batchEntriesMax entries in one append
 * @param batchBytesMax bytes in one append; below the transport's frame
 * @param windowMax appends in flight to one replica
 * @param pendingEntriesMax entries not yet committed
 * @param pendingBytesMax bytes not yet committed
 * @param commandBytesMax bytes of one command
 * @param clockJumpMaxMillis how far one entry may move the replicated clock
 */
public record LeaderSettings(
        long electionTimeoutMillis,
        long checkQuorumMillis,
        long heartbeatMillis,
        long retransmitMillis,
        long backoffMillis,
        int batchEntriesMax,
        int batchBytesMax,
        int windowMax,
        int pendingEntriesMax,
        int pendingBytesMax,
        int commandBytesMax,
        long clockJumpMaxMillis) {
    public LeaderSettings {
        if (heartbeatMillis * 2 > checkQuorumMillis) {
            throw new IllegalArgumentException(
                    "check-quorum ("
                            + checkQuorumMillis
                            + " ms) must be at least two heartbeats ("
                            + heartbeatMillis
                            + " ms)");
        }
        if (batchEntriesMax < 1 || windowMax < 1 || batchBytesMax < commandBytesMax) {
            throw new IllegalArgumentException(
                    "a batch holds at least one command of the largest size, and the window one"
                            + " batch");
        }
    }

    /** For a local network: {@code application.conf} has the same numbers, and others. */
    public static LeaderSettings standard() {
        return new LeaderSettings(
                1_000,
                2_000,
                200,
                1_000,
                100,
                1_024,
                512 * 1024,
                4,
                8_192,
                32 * 1024 * 1024,
                256 * 1024,
                3_600_000);
    }
}
