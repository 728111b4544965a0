package io.ringfence.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "list", description = "Lists the keys that begin with a prefix, in order.")
final class ListCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PREFIX", arity = "0..1", defaultValue = "", description = "Else all.")
    private String prefix;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "KEY",
            defaultValue = "",
            description = "Only keys behind this one: goes on with a listing.")
    private String after;

    @Mixin private ClientOptions options;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Client client = new Client(options);
        String query = "prefix=" + Client.escaped(prefix) + "&after=" + Client.escaped(after);
        String path = "/v1/registry?" + query + "&limit=" + limit;
        JsonNode listing = Client.json(client.send(client.request(path).GET().build()));
        if (options.json) {
            console.out().println(Client.text(listing));
            return Exit.OK;
        }
        Table table = new Table(Table.text("KEY"), Table.number("VERSION"), Table.number("BYTES"));
        JsonNode items = listing.path("items");
        for (JsonNode i : items) {
            table.row(i.path("key").asText(), i.path("version"), i.path("bytes"));
        }
        table.lines().forEach(console.out()::println);
        if (listing.path("more").asBoolean()) {
            String last = items.get(items.size() - 1).path("key").asText();
            console.err().println("there are more: --after '" + last + "'");
        }
        return Exit.OK;
    }
}
