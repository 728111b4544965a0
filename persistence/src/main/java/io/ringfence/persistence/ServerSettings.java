package io.ringfence.persistence;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an embedded server is told, as the content of its {@code postgresql.conf}.
 *
 * @param fingerprint differs when a setting or the programs differ; the server knows its own, so a
 *     running one can be asked
 */
record ServerSettings(String file, String fingerprint) {
    static final String FINGERPRINT = "ringfence.settings";

    static ServerSettings of(Map<String, String> chosen, Cluster cluster, String programs) {
        Map<String, String> all = new TreeMap<>(chosen);
        all.putAll(required(cluster.name()));
        String lines =
                all.entrySet().stream()
                        .map(
                                setting ->
                                        setting.getKey()
                                                + " = '"
                                                + setting.getValue().replace("'", "''")
                                                + "'\n")
                        .collect(Collectors.joining());
        String fingerprint =
                UUID.nameUUIDFromBytes((programs + lines).getBytes(StandardCharsets.UTF_8))
                        .toString();
        return new ServerSettings(
                "# Written by Ringfence at each start: change ringfence.embedded-postgres.settings"
                        + " instead.\n"
                        + lines
                        + FINGERPRINT
                        + " = '"
                        + fingerprint
                        + "'\n",
                fingerprint);
    }

    /**
     * Not to be chosen: durability is what the journal promises, and nobody but this machine's
     * processes may connect.
     */
    private static Map<String, String> required(String clusterName) {
        return Map.of(
                "cluster_name", clusterName,
                "fsync", "on",
                "full_page_writes", "on",
                "listen_addresses", "127.0.0.1",
                "synchronous_commit", "on",
                "unix_socket_directories", "");
    }
}
