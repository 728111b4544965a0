package io.ringfence.app.command;

import com.typesafe.config.ConfigException;
import java.io.File;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
        name = "ringfence",
        description = "A replicated registry with one effective leader at a time.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = RingfenceCommand.Version.class,
        subcommands = {
            DemoCommand.class,
            NodeCommand.class,
            PutCommand.class,
            GetCommand.class,
            DeleteCommand.class,
            ListCommand.class,
            StatusCommand.class,
            SnapshotCommand.class,
            BenchCommand.class,
            JournalCommand.class,
            FoundAnewCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  certainly not done: rejected, not found, a condition failed, cannot start",
            "  2  wrong usage",
            "  3  unknown: it may be done or not"
        })
public final class RingfenceCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this, and end.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version, and end.")
    private boolean version;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Settings (HOCON) for whatever the command line does not say.")
    private File config;

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Package ours = RingfenceCommand.class.getPackage();
            String number =
                    Optional.ofNullable(ours.getImplementationVersion()).orElse("(not from a jar)");
            return new String[] {"Ringfence " + number};
        }
    }

    private RingfenceCommand() {}

    /** Runs a command line to its end, and returns the exit code. Blocks; called once, by main. */
    public static int execute(Console console, Map<String, String> environment, String... args) {
        try {
            LoadedSettings settings = settings(environment, args);
            CommandLine line =
                    new CommandLine(new RingfenceCommand(), new Commands(console, settings));
            line.setOut(new PrintWriter(console.out(), true));
            line.setErr(new PrintWriter(console.err(), true));
            line.setDefaultValueProvider(new OptionDefaults(settings.all(), environment));
            line.setParameterExceptionHandler(RingfenceCommand::wrongUsage);
            line.setExecutionExceptionHandler(RingfenceCommand::failed);
            return line.execute(args.length == 0 ? new String[] {"--help"} : args);
        } catch (CommandFailure e) {
            console.err().println("ringfence: " + e.getMessage());
            return e.exit();
        }
    }

    /** The file has to be known before the options, whose defaults it holds. */
    private static LoadedSettings settings(Map<String, String> environment, String... args) {
        Optional<String> file = Optional.ofNullable(environment.get("RINGFENCE_CONFIG"));
        for (int i = 0; i < args.length; i++) {
            if (args[i].startsWith("--config=")) file = Optional.of(args[i].substring(9));
            if (args[i].equals("--config") && i + 1 < args.length) file = Optional.of(args[i + 1]);
        }
        try {
            return LoadedSettings.of(file.map(File::new));
        } catch (ConfigException e) {
            throw new CommandFailure(Exit.USAGE, "the settings cannot be read: " + e.getMessage());
        }
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(e instanceof CommandFailure failure)) throw e;
        line.getErr().println("ringfence: " + failure.getMessage());
        return failure.exit();
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        line.getErr().println("ringfence: " + e.getMessage());
        line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }
}
