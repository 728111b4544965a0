package io.ringfence.app.http;

import java.net.BindException;
import java.nio.channels.UnresolvedAddressException;

/** HTTP could not be bound; the message is a sentence for people. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpException(String host, int port, Throwable cause) {
        super("HTTP cannot be bound to " + host + ":" + port + ": " + reason(cause), cause);
    }

    private static String reason(Throwable cause) {
        if (cause instanceof BindException && cause.getMessage().contains("in use")) {
            return "the port is in use";
        }
        if (cause instanceof UnresolvedAddressException) return "no such host";
        return String.valueOf(cause.getMessage());
    }
}
