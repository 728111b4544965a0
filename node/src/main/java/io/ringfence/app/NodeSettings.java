package io.ringfence.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.ringfence.Group;
import io.ringfence.machines.Registry;
import io.ringfence.machines.RegistryCommand;
import io.ringfence.machines.RegistryReply;
import io.ringfence.machines.RegistryReply.Value;
import io.ringfence.persistence.Database;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/**
 * What one node is told.
 *
 * @param replica on this node
 * @param voters of the group, the same on every node
 * @param cluster where other nodes reach this node's actors
 * @param bind where these listen, if not there
 * @param seeds where other nodes' actors listen; may contain our own
 * @param http where HTTP listens; port 0 for any
 * @param database empty for an embedded one in the data directory
 * @param profile empty for what {@code file} says, else the default one
 * @param file the operator's settings, over which the rest of these stand
 */
public record NodeSettings(
        ReplicaId replica,
        List<String> voters,
        HostPort cluster,
        Optional<HostPort> bind,
        List<HostPort> seeds,
        HttpAddress http,
        Path dataDirectory,
        Optional<Database> database,
        Optional<String> profile,
        Config file) {
    /** The group that the application hosts. */
    public static final String GROUP = "registry";

    /** The name of the actor system; part of every node's address. */
    public static final String SYSTEM = "ringfence";

    private static final List<String> PROFILES = List.of("default", "fast");

    /** Where HTTP listens; port 0 for any. */
    public record HttpAddress(String host, int port) {
        public HttpAddress {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("a port is from 0 to 65535, but was " + port);
            }
        }
    }

    public NodeSettings {
        voters = List.copyOf(voters);
        seeds = List.copyOf(seeds);
        if (!voters.contains(replica.name())) {
            throw new IllegalArgumentException(
                    "replica " + replica + " is none of the voters " + String.join(",", voters));
        }
        if (seeds.isEmpty()) throw new IllegalArgumentException("at least one seed is needed");
        profile.ifPresent(NodeSettings::checkProfile);
        group(voters).roster();
    }

    private static void checkProfile(String name) {
        if (PROFILES.contains(name)) return;
        throw new IllegalArgumentException(
                "the profile is one of "
                        + String.join(", ", PROFILES)
                        + ", but was '"
                        + name
                        + "'");
    }

    Group<TreePMap<String, Value>, RegistryCommand, RegistryReply> group() {
        return group(voters);
    }

    private static Group<TreePMap<String, Value>, RegistryCommand, RegistryReply> group(
            List<String> voters) {
        return Group.of(GROUP, Registry.machine()).withVoters(voters);
    }

    /**
     * What the actor system is to be told beside the reference configuration.
     *
     * @param inOrder the seeds, the one first that may found the cluster
     */
    Config overrides(List<HostPort> inOrder) {
        Config ours =
                ConfigFactory.parseMap(
                        Map.of(
                                "ringfence.replica", replica.name(),
                                "akka.remote.artery.canonical.hostname", cluster.host(),
                                "akka.remote.artery.canonical.port", cluster.port(),
                                "akka.coordinated-shutdown.run-by-jvm-shutdown-hook", "off",
                                "akka.cluster.seed-nodes",
                                        inOrder.stream()
                                                .map(s -> "akka://" + SYSTEM + "@" + s)
                                                .toList()),
                        "the node's options");
        return profile.map(
                        p -> ours.withValue("ringfence.profile", ConfigValueFactory.fromAnyRef(p)))
                .orElse(ours)
                .withFallback(bind.map(NodeSettings::listening).orElse(ConfigFactory.empty()))
                .withFallback(file);
    }

    private static Config listening(HostPort bind) {
        return ConfigFactory.parseMap(
                Map.of(
                        "akka.remote.artery.bind.hostname", bind.host(),
                        "akka.remote.artery.bind.port", bind.port()),
                "--bind");
    }

    HostPort listening() {
        return bind.orElse(cluster);
    }
}
