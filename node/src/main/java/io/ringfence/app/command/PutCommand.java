package io.ringfence.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "put", description = "Stores a value under a key.")
final class PutCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "KEY", description = "1 to 512 bytes of UTF-8.")
    private String key;

    @Parameters(paramLabel = "VALUE", description = "Stored as UTF-8.")
    private String value;

    @ArgGroup private Condition condition = new Condition();

    @Mixin private ClientOptions options;

    /** At most one of them. */
    static final class Condition {
        @Option(
                names = "--if-version",
                paramLabel = "V",
                description = "Only if the key has this version now.")
        Long version;

        @Option(names = "--if-absent", description = "Only if there is no such key.")
        boolean absent;
    }

    PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Client client = new Client(options);
        HttpRequest.Builder request =
                client.key(key)
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(value.getBytes(StandardCharsets.UTF_8)));
        if (condition.version != null) request.header("If-Match", "\"" + condition.version + "\"");
        if (condition.absent) request.header("If-None-Match", "*");
        JsonNode stored = Client.json(client.send(request.build()));
        console.out().println(options.json ? Client.text(stored) : Written.line("stored", stored));
        return Exit.OK;
    }
}
