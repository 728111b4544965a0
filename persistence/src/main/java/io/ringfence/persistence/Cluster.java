package io.ringfence.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of an embedded PostgreSQL, its data directory: what the server reads and writes there,
 * and what we do.
 *
 * <p>Made once, under another name until it is whole, and never removed. Only who holds the {@link
 * DirectoryLock} of the directory around it may change anything.
 */
final class Cluster {
    static final String DATABASE = "ringfence";

    private static final String USER = "ringfence";

    private static final long LOG_BYTES_MAX = 1 << 20;
    private static final int SECRET_BYTES = 24;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;
    private static final Pattern PORT_OPTION = Pattern.compile("\"-p\" \"(\\d+)\"");

    private static final FileAttribute<?> OURS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    Cluster(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** What this server's processes are called: PostgreSQL shows it in their titles. */
    String name() {
        UUID digest = UUID.nameUUIDFromBytes(directory.toString().getBytes(StandardCharsets.UTF_8));
        return "ringfence-" + digest.toString().substring(0, 8);
    }

    ServerProcesses processes() {
        return ServerProcesses.of(directory, name());
    }

    boolean exists() {
        return Files.exists(versionFile());
    }

    /**
     * One of the server's databases. The password was made at random with the cluster; only our own
     * user can read it.
     */
    Database database(int port, String name) {
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + name, USER, read(passwordFile()));
    }

    /**
     * Makes the cluster. When it returns it is on disk; a crash before leaves nothing under its
     * name.
     */
    void create(PostgresBinaries binaries) throws IOException, InterruptedException {
        Path unfinished = directory.resolveSibling("postgres.unfinished");
        PostgresBinaries.delete(unfinished);
        Files.createDirectory(unfinished);
        Path secret = directory.resolveSibling("postgres.secret");
        DurableFile.write(secret, random(), OURS_ONLY);
        binaries.privileges().own(unfinished);
        binaries.privileges().own(secret);
        Command made =
                binaries.run(
                        "initdb",
                        List.of(
                                "-D",
                                unfinished.toString(),
                                "-U",
                                USER,
                                "--pwfile=" + secret,
                                "-A",
                                "scram-sha-256",
                                "-E",
                                "UTF8",
                                "--no-locale",
                                "--data-checksums",
                                "--no-instructions"));
        if (!made.succeeded()) {
            throw new StartupException(
                    "no PostgreSQL database can be made in "
                            + directory
                            + ": "
                            + Command.lastLines(made.output()));
        }
        DurableFile.move(secret, unfinished.resolve(passwordFile().getFileName()));
        DurableFile.move(unfinished, directory);
    }

    private static String random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Refuses data of another major version, which these programs cannot read. */
    void check(PostgresBinaries binaries) {
        String version = read(versionFile());
        if (!version.equals(binaries.major())) {
            throw new StartupException(
                    directory
                            + " was written by PostgreSQL "
                            + version
                            + ", and this Ringfence carries "
                            + binaries.major()
                            + ": upgrade the data with pg_upgrade, or start the Ringfence that"
                            + " wrote it");
        }
    }

    void configure(ServerSettings settings, PostgresBinaries binaries) throws IOException {
        DurableFile.write(directory.resolve("postgresql.conf"), settings.file());
        rotateLog();
        binaries.privileges().own(directory);
    }

    private void rotateLog() throws IOException {
        if (Files.exists(log()) && Files.size(log()) > LOG_BYTES_MAX) {
            Files.move(
                    log(),
                    log().resolveSibling("postgres.log.1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The port the server listens on; there is none while it has not written it down. */
    OptionalInt port() {
        return pidFileLine(PORT_LINE)
                .map(line -> OptionalInt.of(Integer.parseInt(line)))
                .orElse(OptionalInt.empty());
    }

    /** What the server says of itself: starting, ready, stopping. */
    String status() {
        return pidFileLine(STATUS_LINE).orElse("");
    }

    private Optional<String> pidFileLine(int number) {
        try (Stream<String> lines = Files.lines(pidFile())) {
            return lines.skip(number)
                    .findFirst()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty());
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    boolean hasPidFile() {
        return Files.exists(pidFile());
    }

    /**
     * After a power loss the file names a process that may be anybody's now, or is empty:
     * PostgreSQL would refuse to start. One that names a dead process stays, for PostgreSQL sees by
     * it whether memory of the old server is still in use.
     */
    void removeMisleadingPidFile() throws IOException {
        Optional<Long> pid = pidFileLine(0).filter(line -> line.matches("\\d+")).map(Long::valueOf);
        if (pid.isEmpty() || ProcessHandle.of(pid.get()).isPresent())
            Files.deleteIfExists(pidFile());
    }

    /** The port of the last start. */
    OptionalInt lastPort() {
        try {
            Matcher option =
                    PORT_OPTION.matcher(Files.readString(directory.resolve("postmaster.opts")));
            return option.find()
                    ? OptionalInt.of(Integer.parseInt(option.group(1)))
                    : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    long logBytes() throws IOException {
        return Files.exists(log()) ? Files.size(log()) : 0;
    }

    /** What the server wrote to its log after the given position. */
    String logFrom(long position) throws IOException {
        if (!Files.exists(log())) return "";
        byte[] all = Files.readAllBytes(log());
        int from = (int) Math.min(position, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
    }

    private Path versionFile() {
        return directory.resolve("PG_VERSION");
    }

    private Path passwordFile() {
        return directory.resolve("ringfence.password");
    }

    private Path pidFile() {
        return directory.resolve("postmaster.pid");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new StartupException(
                    "the embedded database is damaged: " + file + " cannot be read: " + e, e);
        }
    }
}
