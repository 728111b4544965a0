package io.ringfence.app.command;

import io.ringfence.persistence.Database;
import io.ringfence.persistence.InspectionFailure;
import io.ringfence.persistence.JournalInspection;
import io.ringfence.persistence.StartupException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "inspect",
        description = {
            "Shows the journal of a stopped replica, and changes nothing: what it remembers, its"
                    + " last events, what is missing or cannot be read, its snapshots.",
            "Ends with 1 when something is missing or damaged."
        })
final class JournalInspectCommand implements Callable<Integer> {
    private final Console console;
    private final LoadedSettings settings;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Place place;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many of the last events to show (default: ${DEFAULT-VALUE}).")
    private int last;

    /** Where the journal is. */
    static final class Place {
        @Option(
                names = "--data-dir",
                paramLabel = "DIR",
                description = "The data directory of a node that does not run.")
        private Path dataDirectory;

        @ArgGroup(exclusive = false)
        private Remote remote;
    }

    /** A database of the operator's. */
    static final class Remote {
        @Option(
                names = "--jdbc-url",
                paramLabel = "U",
                required = true,
                description = "The replica's database, jdbc:postgresql://HOST:PORT/NAME.")
        private String url;

        @Option(names = "--jdbc-user", paramLabel = "U", required = true, description = "Its user.")
        private String user;

        @Option(
                names = "--jdbc-password",
                paramLabel = "P",
                defaultValue = "${env:RINGFENCE_JDBC_PASSWORD:-}",
                description = "Its password; best in RINGFENCE_JDBC_PASSWORD.")
        private String password;
    }

    JournalInspectCommand(Console console, LoadedSettings settings) {
        this.console = console;
        this.settings = settings;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (JournalInspection inspection = open()) {
            boolean sound = true;
            for (String persistenceId : inspection.persistenceIds()) {
                ReplicaInspection replica = new ReplicaInspection(persistenceId, last);
                sound &= replica.look(inspection);
                replica.lines().forEach(console.out()::println);
            }
            return sound ? Exit.OK : Exit.REJECTED;
        } catch (InspectionFailure | StartupException e) {
            throw new CommandFailure(Exit.REJECTED, e.getMessage());
        }
    }

    private JournalInspection open() throws InterruptedException {
        if (place.dataDirectory != null) {
            return JournalInspection.ofDirectory(place.dataDirectory, settings.all());
        }
        Remote remote = place.remote;
        return JournalInspection.of(new Database(remote.url, remote.user, remote.password));
    }
}
