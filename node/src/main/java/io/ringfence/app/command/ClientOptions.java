package io.ringfence.app.command;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every command that talks to a running node takes. */
final class ClientOptions {
    @Option(
            names = "--url",
            paramLabel = "U",
            converter = NodeUrl.class,
            description = "Any node of the group (default: ${DEFAULT-VALUE}).")
    URI url;

    @Option(
            names = "--timeout",
            paramLabel = "T",
            description = "How long the group may take to answer (default: ${DEFAULT-VALUE}).")
    String timeout;

    @Option(names = "--json", description = "Answer in JSON, one object on one line.")
    boolean json;

    static final class NodeUrl implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            URI url = parsed(text.replaceFirst("/+$", ""));
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http || url.getHost() == null) throw malformed(text);
            return url;
        }

        private static URI parsed(String text) {
            try {
                return URI.create(text);
            } catch (IllegalArgumentException e) {
                throw malformed(text);
            }
        }

        private static TypeConversionException malformed(String text) {
            return new TypeConversionException(
                    "'" + text + "' is no address of a node such as http://127.0.0.1:8081");
        }
    }
}
