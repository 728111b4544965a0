package io.ringfence.persistence;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The section {@code ringfence.embedded-postgres}: what each setting means is written in {@code
 * reference.conf}.
 */
record PostgresSettings(
        Optional<Path> binariesDirectory,
        Duration startLimit,
        Duration answerLimit,
        Duration stopLimit,
        Map<String, String> server) {

    static PostgresSettings of(Config config) {
        Config section = config.getConfig("ringfence.embedded-postgres");
        String binaries = section.getString("binaries-directory");
        Map<String, String> server = new TreeMap<>();
        section.getObject("settings")
                .unwrapped()
                .forEach((name, value) -> server.put(name, String.valueOf(value)));
        return new PostgresSettings(
                binaries.isEmpty() ? Optional.empty() : Optional.of(Path.of(binaries)),
                section.getDuration("start-timeout"),
                section.getDuration("answer-timeout"),
                section.getDuration("stop-timeout"),
                server);
    }
}
