package io.ringfence;

import com.typesafe.config.Config;
import io.ringfence.protocol.LeaderSettings;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.SnapshotSettings;
import java.time.Duration;

/**
 * The settings of a node, as {@code ringfence} in its configuration has them.
 *
 * @param replica on this node
 * @param snapshots when they are taken, and how they travel
 * @param tick how often time passes for leaders and replicas
 * @param drain how long a leader that is asked to stop may take to answer what it accepted
 * @param replyBytesMax of one reply or answer to a query
 * @param statusTimeout how long a replica may take to say how it is
 * @param requestsMax of this node's clients without an outcome yet
 * @param stashCapacity messages that a replica keeps while a write is under way
 * @param restartMin the shortest pause before a replica starts again after its journal failed
 * @param restartMax the longest such pause
 */
public record Settings(
        ReplicaId replica,
        LeaderSettings leader,
        SnapshotSettings snapshots,
        Duration tick,
        Duration drain,
        int replyBytesMax,
        Duration statusTimeout,
        int requestsMax,
        int stashCapacity,
        Duration restartMin,
        Duration restartMax) {
    /**
     * @param config of the actor system, as from {@link RingfenceConfig#load}
     * @throws com.typesafe.config.ConfigException when a setting is missing or wrong
     * @throws IllegalArgumentException when two settings do not fit one another
     */
    public static Settings of(Config config) {
        Config ringfence = config.getConfig("ringfence");
        return new Settings(
                ReplicaId.of(ringfence.getString("replica")),
                leader(ringfence.getConfig("leader")),
                snapshots(ringfence.getConfig("snapshots")),
                ringfence.getDuration("tick"),
                ringfence.getDuration("leader.drain"),
                bytes(ringfence, "reply-size"),
                ringfence.getDuration("status-timeout"),
                ringfence.getInt("requests"),
                ringfence.getInt("stash-capacity"),
                ringfence.getDuration("replica-restart.min-backoff"),
                ringfence.getDuration("replica-restart.max-backoff"));
    }

    private static LeaderSettings leader(Config leader) {
        return new LeaderSettings(
                leader.getDuration("election-timeout").toMillis(),
                leader.getDuration("check-quorum").toMillis(),
                leader.getDuration("heartbeat").toMillis(),
                leader.getDuration("retransmit").toMillis(),
                leader.getDuration("backoff").toMillis(),
                leader.getInt("batch-entries"),
                bytes(leader, "batch-size"),
                leader.getInt("window"),
                leader.getInt("pending-entries"),
                bytes(leader, "pending-size"),
                bytes(leader, "command-size"),
                leader.getDuration("clock-jump").toMillis());
    }

    private static SnapshotSettings snapshots(Config snapshots) {
        return new SnapshotSettings(
                snapshots.getLong("every-entries"),
                snapshots.getBytes("every-size"),
                snapshots.getLong("fingerprint-every-entries"),
                snapshots.getInt("tail-entries"),
                bytes(snapshots, "tail-size"),
                snapshots.getBytes("held-size"),
                snapshots.getInt("pieces-in-flight"),
                snapshots.getDuration("retransmit").toMillis());
    }

    private static int bytes(Config config, String path) {
        return Math.toIntExact(config.getBytes(path));
    }
}
