package io.ringfence.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "delete", description = "Removes a key.")
final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "KEY")
    private String key;

    @Option(
            names = "--if-version",
            paramLabel = "V",
            description = "Only if the key has this version now.")
    private Long version;

    @Mixin private ClientOptions options;

    DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Client client = new Client(options);
        HttpRequest.Builder request = client.key(key).DELETE();
        if (version != null) request.header("If-Match", "\"" + version + "\"");
        JsonNode deleted = Client.json(client.send(request.build()));
        console.out()
                .println(options.json ? Client.text(deleted) : Written.line("deleted", deleted));
        return Exit.OK;
    }
}
