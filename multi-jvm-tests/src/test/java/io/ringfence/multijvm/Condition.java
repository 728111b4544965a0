package io.ringfence.multijvm;

import java.net.http.HttpRequest;

/** What must be so for a write to happen, as a header of the request. */
record Condition(String header, String value) {
    static final Condition NONE = new Condition("", "");
    static final Condition ABSENT = new Condition("If-None-Match", "*");

    static Condition version(long version) {
        return new Condition("If-Match", "\"" + version + "\"");
    }

    void addTo(HttpRequest.Builder request) {
        if (!header.isEmpty()) request.header(header, value);
    }
}
