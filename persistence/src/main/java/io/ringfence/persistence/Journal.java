package io.ringfence.persistence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.util.Map;

/**
 * The names and settings under which a replica's actor uses Akka Persistence.
 *
 * <p>The JDBC plugin writes what several actors have to write in one transaction, so that the bad
 * row of one fails them all. Therefore each replica has a journal plugin of its own, with a queue
 * of its own, over one pool of connections.
 */
public final class Journal {
    /** The snapshot store of all replicas: it writes snapshots one by one, so they can share it. */
    public static final String SNAPSHOT_PLUGIN_ID = "ringfence.snapshot-store";

    private static final String TEMPLATE = "ringfence.journal";
    private static final String PLUGINS = "ringfence.journals";
    private static final String POOL = "akka-persistence-jdbc.shared-databases.ringfence.db";

    private Journal() {}

    /**
     * The persistence id of a replica's events and snapshots: for ever, for it is the key of all
     * its rows.
     */
    public static String persistenceId(String group, ReplicaId replica) {
        return "ringfence|" + group + "|" + replica;
    }

    /**
     * The journal plugin of a replica, for {@code EventSourcedBehavior.journalPluginId()}. The
     * actor system's configuration must have it, see {@link #configure}; the rows do not know it.
     */
    public static String pluginId(String group, ReplicaId replica) {
        return PLUGINS + "." + group + "." + replica;
    }

    /**
     * The configuration of an actor system that hosts the replica: the given one, with the database
     * and the replica's journal plugin in it. Akka 2.8 takes a typed actor's plugin from the
     * system's configuration only, so this is called before the system is made, once for each
     * replica that it will host. Connects to nothing.
     *
     * @param base with the reference configuration, as from {@code ConfigFactory.load()}
     */
    public static Config configure(
            Config base, Database database, String group, ReplicaId replica) {
        Config login =
                ConfigFactory.parseMap(
                        Map.of(
                                "url",
                                database.jdbcUrl(),
                                "user",
                                database.user(),
                                "password",
                                database.password()));
        return base.withValue(pluginId(group, replica), base.getValue(TEMPLATE))
                .withValue(POOL, login.withFallback(base.getConfig(POOL)).root());
    }

    /** The database that {@link #configure} put into a configuration. */
    static Database database(Config config) {
        Config pool = config.getConfig(POOL);
        return new Database(
                pool.getString("url"), pool.getString("user"), pool.getString("password"));
    }
}
