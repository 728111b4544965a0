package io.ringfence;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of an actor system that hosts replicas. It is laid in this order, the first
 * that says something wins: system properties, {@code overrides}, {@code application.conf}, the
 * block of the chosen profile, {@code ringfence.akka-defaults}, every library's {@code
 * reference.conf}. The roles by which nodes find one another's replicas are added to those of the
 * application.
 */
public final class RingfenceConfig {
    /** The cluster role of a node that hosts a replica. */
    public static final String ROLE = "ringfence";

    private static final String ROLES = "akka.cluster.roles";

    private RingfenceConfig() {}

    /**
     * Call it before the actor system is made.
     *
     * @param overrides what the program itself sets; {@code ringfence.replica} at least, unless
     *     {@code application.conf} has it
     * @throws com.typesafe.config.ConfigException when a setting is missing or wrong; the message
     *     says which
     * @throws IllegalArgumentException when {@code ringfence.replica} names none
     */
    public static Config load(Config overrides) {
        Config user =
                ConfigFactory.defaultOverrides()
                        .withFallback(overrides)
                        .withFallback(ConfigFactory.defaultApplication());
        Config reference = ConfigFactory.defaultReferenceUnresolved();
        Config all = profiled(user, reference).resolve();
        return withRoles(all);
    }

    /** The role that says on which node a replica lives. */
    public static String roleOf(ReplicaId replica) {
        return ROLE + "-replica-" + replica;
    }

    private static Config profiled(Config user, Config reference) {
        String profile = user.withFallback(reference).resolve().getString("ringfence.profile");
        return user.withFallback(reference.getConfig("ringfence.profiles." + profile))
                .withFallback(reference.getConfig("ringfence.akka-defaults"))
                .withFallback(reference);
    }

    private static Config withRoles(Config config) {
        ReplicaId replica = ReplicaId.of(config.getString("ringfence.replica"));
        List<String> roles = new ArrayList<>(config.getStringList(ROLES));
        for (String role : List.of(ROLE, roleOf(replica))) {
            if (!roles.contains(role)) roles.add(role);
        }
        return config.withValue(ROLES, ConfigValueFactory.fromIterable(roles));
    }
}
