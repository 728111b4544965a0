package io.ringfence.app.http;

import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.headers.RawRequestURI;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import io.ringfence.machines.RegistryCommand.Condition;
import io.ringfence.protocol.Index;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request says beside its body; whatever makes no sense is a {@link Refusal} 400. */
final class Requests {
    /** A strong entity tag that holds a version; RFC 9110 wants the quotes, people forget them. */
    private static final Pattern VERSION = Pattern.compile("\"(\\d{1,18})\"|(\\d{1,18})");

    private static final List<String> LATER = List.of("lease", "local", "at-least");

    private Requests() {}

    /** Empty when the request is not for a key. */
    static Optional<String> key(HttpRequest request) {
        return request.getHeader(RawRequestURI.class)
                .map(RawRequestURI::uri)
                .flatMap(Keys::inTarget);
    }

    /** How long the client is willing to wait: {@code ?timeout=500ms}, a number alone is in ms. */
    static Duration timeout(HttpRequest request, HttpSettings settings) {
        return query(request, "timeout")
                .map(text -> timeout(text, settings))
                .orElse(settings.timeout());
    }

    private static Duration timeout(String text, HttpSettings settings) {
        Duration timeout;
        try {
            timeout = ConfigValueFactory.fromAnyRef(text).atKey("timeout").getDuration("timeout");
        } catch (ConfigException e) {
            throw new Refusal(
                    Problem.badRequest(
                            "timeout is '" + text + "', which is no duration such as 500ms or 5s"));
        }
        if (timeout.compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(settings.timeoutMax()) > 0) {
            throw new Refusal(
                    Problem.badRequest(
                            "timeout is '"
                                    + text
                                    + "', and has to be from 1 ms to "
                                    + settings.timeoutMax().toMillis()
                                    + " ms"));
        }
        return timeout;
    }

    /** Only linearizable reads are there yet; others are refused, never silently made stronger. */
    static void requireLinearizable(HttpRequest request) {
        String consistency = query(request, "consistency").orElse("linearizable");
        if (consistency.equals("linearizable")) return;
        String known = LATER.contains(consistency) ? "is not there yet" : "is none";
        throw new Refusal(
                Problem.badRequest(
                        "consistency '"
                                + consistency
                                + "' "
                                + known
                                + "; supported now: linearizable"));
    }

    static int limit(HttpRequest request, int otherwise) {
        return query(request, "limit").map(Requests::number).orElse(otherwise);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new Refusal(Problem.badRequest("limit is '" + text + "', which is no number"));
        }
    }

    static Optional<String> query(HttpRequest request, String name) {
        return request.getUri().query().get(name);
    }

    /** {@code If-Match: "VERSION"} or {@code If-None-Match: *}; both at once contradict. */
    static Condition condition(HttpRequest request) {
        Optional<String> match = request.getHeader("If-Match").map(HttpHeader::value);
        Optional<String> noneMatch = request.getHeader("If-None-Match").map(HttpHeader::value);
        if (match.isPresent() && noneMatch.isPresent()) {
            throw new Refusal(Problem.badRequest("If-Match and If-None-Match exclude each other"));
        }
        if (match.isPresent()) return new Condition.IfVersion(version(match.get()));
        if (noneMatch.isEmpty()) return Condition.NONE;
        if (noneMatch.get().trim().equals("*")) return new Condition.IfAbsent();
        throw new Refusal(
                Problem.badRequest(
                        "If-None-Match is '"
                                + noneMatch.get()
                                + "', and can only be * (there is no such key)"));
    }

    private static Index version(String tag) {
        Matcher matcher = VERSION.matcher(tag.trim());
        if (!matcher.matches()) {
            throw new Refusal(
                    Problem.badRequest(
                            "If-Match is '"
                                    + tag
                                    + "', and has to be one version in quotes, as ETag gave it"));
        }
        String digits = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
        return Index.of(Long.parseLong(digits));
    }
}
