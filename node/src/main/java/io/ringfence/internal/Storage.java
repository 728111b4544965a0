package io.ringfence.internal;

import com.typesafe.config.Config;
import io.ringfence.persistence.ChunkStore;
import io.ringfence.persistence.Retention;
import java.util.function.Supplier;

/**
 * Where a replica's events are kept, and the chunks of its snapshots.
 *
 * @param chunks opens the store of these; waits
 */
record Storage(
        String persistenceId,
        String journalPluginId,
        String snapshotPluginId,
        Supplier<ChunkStore> chunks) {
    /** What is forgotten of the events. */
    Retention retention(Config config) {
        return Retention.of(config, persistenceId, journalPluginId, snapshotPluginId);
    }
}
