package io.ringfence.app.http;

import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.MediaTypes;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not answered as asked: {@code application/problem+json} (RFC 9457) with an
 * {@code outcome}, which is {@code rejected} when certainly nothing was applied, and {@code
 * unknown} when that cannot be told.
 *
 * @param detail a sentence for people
 * @param more further fields
 */
record Problem(int status, String outcome, String detail, Map<String, Object> more) {
    private static final ContentType TYPE =
            MediaTypes.applicationWithFixedCharset(
                            "problem+json", akka.http.javadsl.model.HttpCharsets.UTF_8)
                    .toContentType();

    static Problem rejected(int status, String detail) {
        return new Problem(status, "rejected", detail, Map.of());
    }

    static Problem badRequest(String detail) {
        return rejected(400, detail);
    }

    static Problem notServing(String reason) {
        return rejected(503, reason).with("retryAfterMillis", 1_000L);
    }

    static Problem unknown(String reason) {
        return new Problem(504, "unknown", reason, Map.of());
    }

    static Problem of(Rejection rejection) {
        if (rejection instanceof Rejection.NotServing r) return notServing(r.reason());
        if (rejection instanceof Rejection.Overloaded r) {
            return rejected(429, "overloaded: too much is pending")
                    .with("retryAfterMillis", r.retryAfterMillis());
        }
        if (rejection instanceof Rejection.TooLarge r) {
            return rejected(
                    413, "the command has " + r.bytes() + " bytes, at most " + r.bytesMax());
        }
        // The state machine refused it: the request is at odds with the state, not malformed.
        if (rejection instanceof Rejection.Failed r) return rejected(409, r.message());
        if (rejection instanceof Rejection.BadRequest r) return badRequest(r.reason());
        throw new AssertionError("no problem for " + Describe.rejection(rejection));
    }

    Problem with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Problem(status, outcome, detail, all);
    }

    HttpResponse response() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", StatusCodes.get(status).reason());
        body.put("status", status);
        body.put("outcome", outcome);
        body.put("detail", detail);
        body.putAll(more);
        HttpResponse response = Json.response(status, TYPE, body);
        if (more.get("retryAfterMillis") instanceof Long millis) {
            String seconds = Long.toString(Math.max(1, (millis + 999) / 1000));
            return response.addHeader(RawHeader.create("Retry-After", seconds));
        }
        return response;
    }
}
