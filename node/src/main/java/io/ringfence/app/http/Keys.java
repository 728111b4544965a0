package io.ringfence.app.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The key in a request's target, {@code /v1/registry/KEY}, read from the target as it came. Akka
 * HTTP's own path would not do: it resolves {@code ..}, also an escaped one, and puts a replacement
 * character for bytes that are no UTF-8, so it would name another key than the client did.
 */
final class Keys {
    private static final String PREFIX = "/v1/registry/";

    private Keys() {}

    /**
     * Empty when the target is no key's.
     *
     * @param target as in the request line, with or without scheme and authority
     * @throws Refusal 400 when the key is not percent-encoded UTF-8
     */
    static Optional<String> inTarget(String target) {
        String whole = target.split("\\?", 2)[0];
        int start = whole.startsWith("/") ? 0 : whole.indexOf('/', whole.indexOf("//") + 2);
        String path = start < 0 ? "" : whole.substring(start);
        boolean key = path.startsWith(PREFIX);
        return key ? Optional.of(decode(path.substring(PREFIX.length()))) : Optional.empty();
    }

    private static String decode(String encoded) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%') {
                bytes.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(Problem.badRequest("the key is not UTF-8"));
        }
    }

    private static int hex(String encoded, int at) {
        int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
        if (digit < 0) {
            throw new Refusal(
                    Problem.badRequest("the key is not percent-encoded: '%' stands alone"));
        }
        return digit;
    }
}
