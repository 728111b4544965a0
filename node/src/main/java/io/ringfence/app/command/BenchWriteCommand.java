package io.ringfence.app.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "write",
        description = {
            "Puts values, a fixed number of requests at a time: each answer starts the next.",
            "Writes to keys under bench/, in turn. Latency is that of puts that were done."
        })
final class BenchWriteCommand implements Callable<Integer> {
    private final Console console;

    @Spec private CommandSpec spec;

    @Option(
            names = "--outstanding",
            paramLabel = "N",
            description = "Requests under way at once (default: ${DEFAULT-VALUE}).")
    private int outstanding;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "How long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--value-bytes",
            paramLabel = "B",
            description = "The size of each value (default: ${DEFAULT-VALUE}).")
    private int valueBytes;

    @Option(
            names = "--keys",
            paramLabel = "N",
            description = "How many keys (default: ${DEFAULT-VALUE}).")
    private int keys;

    @Mixin private ClientOptions options;

    BenchWriteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        check("--outstanding", outstanding, 1, 10_000);
        check("--seconds", seconds, 1, 86_400);
        check("--value-bytes", valueBytes, 0, 1 << 20);
        check("--keys", keys, 1, 100_000_000);
        Client client = new Client(options);
        client.send(client.request("/v1/status").GET().build());
        WriteLoad load = new WriteLoad(client, outstanding, valueBytes, keys);
        load.start();
        for (int second = 1; second <= seconds; second++) {
            load.run(Duration.ofSeconds(1));
            console.err().println(second(second, load.interval()));
        }
        load.stop();
        Tally total = load.total();
        if (options.json) console.out().println(Client.text(json(total)));
        else report(total);
        if (total.done() > 0) return Exit.OK;
        return total.unknown() > 0 ? Exit.UNKNOWN : Exit.REJECTED;
    }

    private void check(String option, int value, int min, int max) {
        if (value >= min && value <= max) return;
        throw new ParameterException(
                spec.commandLine(),
                option + " has to be from " + min + " to " + max + ", but was " + value);
    }

    private static String second(int second, Tally t) {
        return String.format(
                "%4d s  %,8d ops/s   p50 %s  p99 %s  max %s   rejected %,d  unknown %,d",
                second, t.done(), t.at(50), t.at(99), t.at(100), t.rejected(), t.unknown());
    }

    private void report(Tally t) {
        Table table = new Table(Table.text("PUTS OF " + valueBytes + " BYTES"), Table.number(""));
        table.row("outstanding", outstanding);
        table.row("keys", String.format("%,d", keys));
        table.row("done", String.format("%,d", t.done()));
        table.row("rejected", String.format("%,d", t.rejected()));
        table.row("unknown", String.format("%,d", t.unknown()));
        table.row("per second", String.format("%,d", t.done() / seconds));
        table.row("latency p50", t.at(50));
        table.row("latency p90", t.at(90));
        table.row("latency p99", t.at(99));
        table.row("latency max", t.at(100));
        table.lines().forEach(console.out()::println);
    }

    private ObjectNode json(Tally t) {
        ObjectNode json = Client.JSON.createObjectNode();
        json.put("outstanding", outstanding).put("seconds", seconds).put("valueBytes", valueBytes);
        json.put("keys", keys);
        json.put("done", t.done()).put("rejected", t.rejected()).put("unknown", t.unknown());
        json.put("perSecond", t.done() / seconds);
        json.putObject("latencyMicros")
                .put("p50", t.micros(50))
                .put("p90", t.micros(90))
                .put("p99", t.micros(99))
                .put("max", t.micros(100));
        return json;
    }
}
