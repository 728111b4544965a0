package io.ringfence.app.command;

import io.ringfence.app.HostPort;
import io.ringfence.app.Node;
import io.ringfence.app.NodeSettings;
import io.ringfence.app.NodeSettings.HttpAddress;
import io.ringfence.app.http.HttpException;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.StartupException;
import io.ringfence.protocol.ReplicaId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "node",
        description = "Runs one node in the foreground, with its replica; SIGTERM stops it.")
final class NodeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

    private final LoadedSettings loaded;

    @Spec private CommandSpec spec;

    @Option(
            names = "--replica",
            paramLabel = "ID",
            required = true,
            description = "The replica on this node; for ever the same for the same data.")
    private String replica;

    @Option(
            names = "--voters",
            paramLabel = "ID",
            required = true,
            split = ",",
            description = "All replicas, the same list on every node: r1,r2,r3.")
    private List<String> voters;

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Where other nodes reach this one (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "The port for other nodes (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "H:P",
            converter = Address.class,
            description = "Where it listens for them, if they reach it through a proxy or a NAT.")
    private HostPort bind;

    @Option(
            names = "--seeds",
            paramLabel = "H:P",
            required = true,
            split = ",",
            converter = Address.class,
            description = "Nodes by which to find the cluster, the same list on every node.")
    private List<HostPort> seeds;

    @Option(
            names = "--http-host",
            paramLabel = "H",
            description = "Where HTTP listens (default: ${DEFAULT-VALUE}).")
    private String httpHost;

    @Option(
            names = "--http-port",
            paramLabel = "P",
            description = "The port of HTTP, 0 for any (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            required = true,
            description = "The replica's own directory.")
    private Path dataDirectory;

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "default or fast; the same on every node (default: default).")
    private String profile;

    @Option(
            names = "--jdbc-url",
            paramLabel = "U",
            description = "A PostgreSQL database; without it the node runs one in its directory.")
    private String jdbcUrl;

    @Option(names = "--jdbc-user", paramLabel = "U")
    private String jdbcUser;

    @Option(
            names = "--jdbc-password",
            paramLabel = "P",
            description = "Better in RINGFENCE_JDBC_PASSWORD: command lines are no secret.")
    private String jdbcPassword;

    @Option(
            names = "--stop-at-end-of-input",
            hidden = true,
            description = "Stop when standard input ends: it does with the process that holds it.")
    private boolean stopAtEndOfInput;

    static final class Address implements ITypeConverter<HostPort> {
        @Override
        public HostPort convert(String text) {
            try {
                return HostPort.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    NodeCommand(LoadedSettings loaded) {
        this.loaded = loaded;
    }

    @Override
    public Integer call() throws InterruptedException {
        NodeSettings settings = settings();
        if (stopAtEndOfInput) stopAtEndOfInput();
        try {
            return new Node(settings, loaded.all()).run();
        } catch (StartupException | HttpException e) {
            throw new CommandFailure(Exit.REJECTED, e.getMessage());
        }
    }

    private NodeSettings settings() {
        try {
            return new NodeSettings(
                    ReplicaId.of(replica),
                    voters,
                    new HostPort(host, port),
                    Optional.ofNullable(bind),
                    seeds,
                    new HttpAddress(httpHost, httpPort),
                    dataDirectory,
                    database(),
                    Optional.ofNullable(profile),
                    loaded.file());
        } catch (IllegalArgumentException | StartupException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<Database> database() {
        if (jdbcUrl == null) return Optional.empty();
        if (jdbcUser == null) throw new IllegalArgumentException("--jdbc-url needs --jdbc-user");
        String password = jdbcPassword == null ? "" : jdbcPassword;
        return Optional.of(new Database(jdbcUrl, jdbcUser, password));
    }

    private static void stopAtEndOfInput() {
        Thread reader = new Thread(NodeCommand::exitAtEndOfInput, "end-of-input");
        reader.setDaemon(true);
        reader.start();
    }

    private static void exitAtEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.warn("standard input broke: {}", e.getMessage());
        }
        System.exit(Exit.OK);
    }
}
