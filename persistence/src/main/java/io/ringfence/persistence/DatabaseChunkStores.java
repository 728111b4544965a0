package io.ringfence.persistence;

import com.typesafe.config.Config;
import io.ringfence.protocol.ReplicaId;

/** Chunk stores in the database that {@link Journal#configure} put into the configuration. */
public final class DatabaseChunkStores implements ChunkStores {
    private final Config config;

    /** Called by {@link ChunkStores#of}. */
    public DatabaseChunkStores(Config config) {
        this.config = config;
    }

    @Override
    public ChunkStore open(String group, ReplicaId replica) {
        return DatabaseChunkStore.open(Journal.database(config), config, group, replica);
    }
}
