package io.ringfence.app.command;

import io.ringfence.app.StoppedNode;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.InspectionFailure;
import io.ringfence.persistence.StartupException;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.FoundingAnew;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "found-anew",
        description = {
            "For a group that lost a majority of its disks: chooses the log of this stopped replica"
                    + " to found the group anew from, under a new group id.",
            "What other replicas committed beyond that log is lost for ever, and answers that"
                    + " clients were given may be undone. Without --yes it changes nothing, says"
                    + " what would be given up and how to go on, and ends with 1."
        })
final class FoundAnewCommand implements Callable<Integer> {
    private final Console console;
    private final LoadedSettings settings;

    @Spec private CommandSpec spec;

    @Option(
            names = "--replica",
            paramLabel = "ID",
            required = true,
            description = "The replica whose log is chosen.")
    private String replica;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "Its data directory; no node may run in it.")
    private Path dataDirectory;

    @Option(
            names = "--jdbc-url",
            paramLabel = "U",
            description = "Its database, if that is not in its directory.")
    private String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "U")
    private String jdbcUser;

    @Option(
            names = "--jdbc-password",
            paramLabel = "P",
            description = "Better in RINGFENCE_JDBC_PASSWORD: command lines are no secret.")
    private String jdbcPassword;

    @Option(names = "--yes", description = "Do it.")
    private boolean yes;

    FoundAnewCommand(Console console, LoadedSettings settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        ReplicaId chosen = chosen();
        Optional<Database> database = database();
        try (StoppedNode node =
                StoppedNode.open(chosen, dataDirectory, database, settings.file())) {
            FollowerState state = node.state();
            refuse(FoundingAnew.refusal(state));
            refuse(node.flaw());
            FoundAnewText text = new FoundAnewText(state);
            text.cost().forEach(console.out()::println);
            if (!yes) {
                text.howToGoOn().forEach(console.out()::println);
                return Exit.REJECTED;
            }
            setApart(node);
            text.done().forEach(console.out()::println);
            return Exit.OK;
        } catch (InspectionFailure | StartupException e) {
            throw new CommandFailure(Exit.REJECTED, e.getMessage());
        }
    }

    private ReplicaId chosen() {
        try {
            return ReplicaId.of(replica);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<Database> database() {
        if (jdbcUrl == null) return Optional.empty();
        if (jdbcUser == null) {
            throw new ParameterException(spec.commandLine(), "--jdbc-url needs --jdbc-user");
        }
        try {
            String password = jdbcPassword == null ? "" : jdbcPassword;
            return Optional.of(new Database(jdbcUrl, jdbcUser, password));
        } catch (StartupException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void refuse(Optional<String> reason) {
        if (reason.isEmpty()) return;
        throw new CommandFailure(
                Exit.REJECTED, "replica " + replica + " cannot be chosen: " + reason.get());
    }

    private static void setApart(StoppedNode node) {
        try {
            node.foundAnew();
        } catch (CompletionException e) {
            throw new CommandFailure(
                    Exit.UNKNOWN,
                    "it may be done or not; do it again to see: " + e.getCause().getMessage());
        }
    }
}
