package io.ringfence.persistence;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's programs, unpacked once per version into a directory that all nodes of this machine
 * and user share.
 *
 * <p>Nodes that start at the same time wait for one of them to unpack. What is unpacked appears
 * under its name only when it is whole, and is tried out before it is trusted: a directory may be
 * mounted without the right to run programs in it.
 */
final class PostgresBinaries {
    private static final Pattern VERSION =
            Pattern.compile("postgres \\(PostgreSQL\\) (\\d+)\\.\\S+");
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(2);

    private final Path home;
    private final Privileges privileges;
    private final String digest;
    private final String major;

    private PostgresBinaries(Path home, Privileges privileges, String digest, String major) {
        this.home = home;
        this.privileges = privileges;
        this.digest = digest;
        this.major = major;
    }

    /**
     * Finds the programs, or unpacks them, in the given directory or else in the first usual place
     * that will do.
     */
    static PostgresBinaries ready(Optional<Path> directory, Privileges privileges)
            throws InterruptedException {
        PostgresArchive archive = PostgresArchive.ofThisMachine();
        List<String> refused = new ArrayList<>();
        for (Path place : directory.map(List::of).orElseGet(PostgresBinaries::usualPlaces)) {
            try {
                Path home = unpacked(archive, place.toAbsolutePath().normalize());
                return new PostgresBinaries(
                        home, privileges, archive.digest(), major(home, privileges));
            } catch (IOException e) {
                refused.add(place + " (" + e + ")");
            }
        }
        throw new StartupException(
                "PostgreSQL's programs cannot be unpacked and run in "
                        + String.join(", nor in ", refused)
                        + ": set ringfence.embedded-postgres.binaries-directory");
    }

    private static List<Path> usualPlaces() {
        Optional<Path> cache =
                Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                        .filter(name -> !name.isBlank())
                        .map(Path::of);
        return List.of(
                cache.orElse(Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("ringfence"),
                Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "ringfence-" + System.getProperty("user.name")));
    }

    private static synchronized Path unpacked(PostgresArchive archive, Path place)
            throws IOException {
        Path home = place.resolve("postgres-" + archive.digest().substring(0, 16));
        Files.createDirectories(place);
        checkOwner(place);
        if (Files.exists(home)) return home;
        try (FileChannel channel = FileChannel.open(place.resolve("lock"), CREATE, WRITE)) {
            channel.lock();
            if (Files.exists(home)) return home;
            Path unfinished = place.resolve("unfinished");
            delete(unfinished);
            Files.createDirectory(unfinished);
            archive.unpack(unfinished);
            DurableFile.move(unfinished, home);
            return home;
        }
    }

    /** In a place that others can write to, others could have laid out programs for us to run. */
    private static void checkOwner(Path place) throws IOException {
        Path probe = Files.createTempFile(place, "owner", "");
        try {
            if (!Files.getOwner(probe).equals(Files.getOwner(place)))
                throw new IOException("it belongs to another user");
        } finally {
            Files.delete(probe);
        }
    }

    private static String major(Path home, Privileges privileges)
            throws IOException, InterruptedException {
        Command asked =
                Command.run(
                        privileges.command(List.of(program(home, "postgres"), "--version")),
                        home,
                        COMMAND_LIMIT);
        Matcher version = VERSION.matcher(asked.output());
        if (!version.matches()) throw new IOException("postgres --version says: " + asked.output());
        return version.group(1);
    }

    private static String program(Path home, String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    static void delete(Path root) throws IOException {
        if (!Files.exists(root)) return;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator)
                Files.delete(file);
        }
    }

    /** Runs one of the programs to its end. */
    Command run(String program, List<String> arguments) throws InterruptedException {
        return run(program, arguments, COMMAND_LIMIT);
    }

    Command run(String program, List<String> arguments, Duration limit)
            throws InterruptedException {
        List<String> words = new ArrayList<>(List.of(program(home, program)));
        words.addAll(arguments);
        return Command.run(privileges.command(words), home, limit);
    }

    Privileges privileges() {
        return privileges;
    }

    /** Names these very programs. */
    String digest() {
        return digest;
    }

    /** The version whose data they can read: 17, say. */
    String major() {
        return major;
    }
}
