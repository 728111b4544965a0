package io.ringfence.app;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a node listens. */
public record HostPort(String host, int port) {
    private static final Pattern FORM =
            Pattern.compile("([A-Za-z0-9_.-]+|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
    private static final int PORT_MAX = 65_535;

    public HostPort {
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(
                    "a port is from 1 to " + PORT_MAX + ", but was " + port);
        }
    }

    /**
     * @throws IllegalArgumentException with a sentence for people when it is not {@code HOST:PORT}
     */
    public static HostPort parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no address such as 127.0.0.1:25520");
        }
        return new HostPort(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
