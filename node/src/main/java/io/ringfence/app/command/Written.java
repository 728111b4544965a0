package io.ringfence.app.command;

import com.fasterxml.jackson.databind.JsonNode;

/** What a node says of a write, as a line. */
final class Written {
    private Written() {}

    static String line(String verb, JsonNode written) {
        return String.format(
                "%s %s, version %d (epoch %d, index %d)",
                verb,
                written.path("key").asText(),
                written.path("version").asLong(),
                written.path("epoch").asLong(),
                written.path("index").asLong());
    }
}
