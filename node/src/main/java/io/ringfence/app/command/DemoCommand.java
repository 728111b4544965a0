package io.ringfence.app.command;

import io.ringfence.app.demo.Demo;
import io.ringfence.app.demo.DemoException;
import io.ringfence.app.demo.DemoSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "demo", description = "Runs a whole group on this machine; Ctrl-C stops all of it.")
final class DemoCommand implements Callable<Integer> {
    private final Console console;
    private final LoadedSettings loaded;

    @Spec private CommandSpec spec;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "How many nodes, 1 to 9 (default: ${DEFAULT-VALUE}).")
    private int nodes;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description =
                    "Where the data stay, also for the next time (default: ${DEFAULT-VALUE}).")
    private Path directory;

    @Option(
            names = "--http-port",
            paramLabel = "P",
            description =
                    "HTTP of the first node; the others take the next ones"
                            + " (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "Of the nodes: default or fast (default: default).")
    private String profile;

    DemoCommand(Console console, LoadedSettings loaded) {
        this.console = console;
        this.loaded = loaded;
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            Demo.run(settings(), console.out());
            return Exit.OK;
        } catch (DemoException e) {
            throw new CommandFailure(Exit.REJECTED, e.getMessage());
        }
    }

    private DemoSettings settings() {
        List<String> arguments = new ArrayList<>();
        if (profile != null) arguments.addAll(List.of("--profile", profile));
        loaded.path().ifPresent(path -> arguments.addAll(List.of("--config", path.toString())));
        try {
            return new DemoSettings(nodes, directory, httpPort, arguments);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
