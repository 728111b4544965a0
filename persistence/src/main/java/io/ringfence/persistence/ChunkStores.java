package io.ringfence.persistence;

import com.typesafe.config.Config;
import io.ringfence.protocol.ReplicaId;
import java.lang.reflect.InvocationTargetException;

/**
 * Where the chunks of snapshots are kept: {@code ringfence.chunk-store.provider} names the class.
 */
public interface ChunkStores {
    /**
     * As {@link DatabaseChunkStore#open}: waits for some seconds at most, and claims the replica's
     * chunks.
     *
     * @throws ChunkFailure.Unavailable when it cannot be opened now
     */
    ChunkStore open(String group, ReplicaId replica);

    /**
     * The one that the configuration of an actor system names. Connects to nothing.
     *
     * @throws IllegalArgumentException when that class is none, or has no constructor of a {@link
     *     Config}
     */
    static ChunkStores of(Config config) {
        String name = config.getString("ringfence.chunk-store.provider");
        try {
            return Class.forName(name)
                    .asSubclass(ChunkStores.class)
                    .getConstructor(Config.class)
                    .newInstance(config);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalArgumentException(refused(name), e.getCause());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(refused(name), e);
        }
    }

    private static String refused(String name) {
        return "ringfence.chunk-store.provider names no provider of chunk stores: " + name;
    }
}
