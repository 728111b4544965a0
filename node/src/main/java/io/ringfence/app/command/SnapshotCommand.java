package io.ringfence.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "snapshot",
        description = "Has every replica take a snapshot at one entry, and says which.")
final class SnapshotCommand implements Callable<Integer> {
    private final Console console;

    @Mixin private ClientOptions options;

    SnapshotCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Client client = new Client(options);
        JsonNode at =
                Client.json(
                        client.send(
                                client.request("/v1/snapshot")
                                        .POST(BodyPublishers.noBody())
                                        .build()));
        String line =
                String.format(
                        "snapshot at epoch %d, index %d",
                        at.path("epoch").asLong(), at.path("index").asLong());
        console.out().println(options.json ? Client.text(at) : line);
        return Exit.OK;
    }
}
