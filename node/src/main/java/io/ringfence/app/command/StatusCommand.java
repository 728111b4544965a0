package io.ringfence.app.command;

import static io.ringfence.app.command.Table.detail;
import static io.ringfence.app.command.Table.number;
import static io.ringfence.app.command.Table.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "status", description = "Shows every replica of the group, as one node knows it.")
final class StatusCommand implements Callable<Integer> {
    private static final double MIB = 1024 * 1024;
    private static final String CLEAR_SCREEN = "\u001b[H\u001b[2J";

    private final Console console;

    @Option(names = "--watch", description = "Show it anew every second, until Ctrl-C.")
    private boolean watch;

    @Mixin private ClientOptions options;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        Client client = new Client(options);
        if (!watch) {
            shown(client).forEach(console.out()::println);
            return Exit.OK;
        }
        Every.second(
                () -> {
                    List<String> lines = shownOrWhyNot(client);
                    boolean redraw = System.console() != null && !options.json;
                    console.out().print(redraw ? CLEAR_SCREEN : "");
                    lines.forEach(console.out()::println);
                    console.out().flush();
                });
        return Exit.OK;
    }

    /** A node that is away for a while does not end the watch. */
    private List<String> shownOrWhyNot(Client client) {
        try {
            return shown(client);
        } catch (CommandFailure e) {
            return List.of(e.getMessage());
        }
    }

    private List<String> shown(Client client) {
        JsonNode cluster = Client.json(client.send(client.request("/v1/cluster").GET().build()));
        return options.json ? List.of(Client.text(cluster)) : lines(cluster);
    }

    static List<String> lines(JsonNode cluster) {
        JsonNode replicas = cluster.path("replicas");
        long commit = 0;
        for (JsonNode r : replicas) commit = Math.max(commit, r.path("commitIndex").asLong());
        Table table =
                new Table(
                        text("REPLICA"),
                        text("NODE"),
                        text("ROLE"),
                        number("TERM"),
                        detail("VOTE"),
                        number("LAST"),
                        number("COMMIT"),
                        number("APPLIED"),
                        number("SNAPSHOT"),
                        number("LAG"),
                        detail("DIGEST"),
                        text("SERVING"));
        for (JsonNode r : replicas) table.row(cells(r, commit));
        List<String> lines = new ArrayList<>(table.lines());
        for (JsonNode r : replicas) {
            for (String remark : remarks(r)) lines.add(r.path("replica").asText() + ": " + remark);
        }
        return lines;
    }

    private static List<String> remarks(JsonNode r) {
        List<String> remarks = new ArrayList<>();
        String reason = r.path("serving").path("reason").asText("");
        if (!reason.isEmpty()) remarks.add(reason);
        String damage = r.path("quarantine").asText("");
        if (!damage.isEmpty()) remarks.add("quarantined: " + damage);
        JsonNode resync = r.path("resync");
        if (resync.isObject()) {
            remarks.add(
                    "receives the snapshot %s from %s, %.1f of %.1f MiB"
                            .formatted(
                                    id(resync.path("snapshot")),
                                    resync.path("source").asText(),
                                    resync.path("storedBytes").asLong() / MIB,
                                    resync.path("bytes").asLong() / MIB));
        }
        return remarks;
    }

    private static Object[] cells(JsonNode r, long commit) {
        long lag = Math.max(0, commit - r.path("appliedIndex").asLong());
        return new Object[] {
            r.path("replica").asText(),
            r.path("node").asText().replaceFirst("^akka://[^@]*@", ""),
            r.path("role").asText(),
            r.path("term").asLong(),
            r.path("vote").asText("-"),
            id(r.path("last")),
            r.path("commitIndex").asLong(),
            r.path("appliedIndex").asLong(),
            id(r.path("snapshot")),
            lag,
            r.path("digest").asText("-"),
            serving(r)
        };
    }

    private static String id(JsonNode id) {
        return id.path("epoch").asLong() + "/" + id.path("index").asLong();
    }

    private static String serving(JsonNode r) {
        if (!r.path("reachable").asBoolean(true)) {
            long age = r.path("ageMillis").asLong();
            return age < 0 ? "never seen" : "away " + age / 1000 + "s";
        }
        JsonNode serving = r.path("serving");
        String state = serving.path("state").asText();
        return state.equals("serving") ? "epoch " + serving.path("epoch").asLong() : state;
    }
}
