package io.ringfence.persistence;

import io.ringfence.protocol.ReplicaId;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Properties;

/**
 * The directory of one replica: locked for this process, and known to be that replica's.
 *
 * <p>The node opens it before anything else, and keeps it for the life of the process: the lock is
 * what keeps a second process from being the same replica, also when the first was stopped for a
 * while and continues. It holds
 *
 * <ul>
 *   <li>{@code lock}, see {@link DirectoryLock};
 *   <li>{@code replica.properties}, whose directory this is, written once;
 *   <li>{@code postgres}, the embedded database, if there is one.
 * </ul>
 */
public final class DataDirectory implements AutoCloseable {
    private static final String FORMAT = "1";
    private static final String IDENTITY = "replica.properties";

    private final DirectoryLock lock;

    private DataDirectory(DirectoryLock lock) {
        this.lock = lock;
    }

    /**
     * Opens the directory for a replica, making it at the first start. When it returns, the lock is
     * held and the identity is on disk. Called once per process and directory, on any thread; does
     * not wait.
     *
     * @throws StartupException when another process has it, when it belongs to another replica or
     *     group, or when it cannot be read or written; nothing is changed then
     */
    public static DataDirectory open(Path directory, String group, ReplicaId replica) {
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            DataDirectory opened = new DataDirectory(lock);
            opened.claim(group, replica);
            return opened;
        } catch (IOException e) {
            lock.close();
            throw new StartupException("data directory " + directory + " cannot be used: " + e, e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Opens the directory of whatever replica it is, with an embedded database in it: for tools.
     * Makes nothing.
     *
     * @throws StartupException when a living process has it, or it is none of a replica
     */
    static DataDirectory reopen(Path directory) {
        requirePart(directory, directory.resolve(IDENTITY));
        requirePart(directory, postgresOf(directory));
        return new DataDirectory(DirectoryLock.take(directory));
    }

    /**
     * As {@link #open}, of a replica that was started there before: for tools. Makes nothing.
     *
     * @param embedded whether its database is there as well
     */
    public static DataDirectory reopen(
            Path directory, String group, ReplicaId replica, boolean embedded) {
        requirePart(directory, directory.resolve(IDENTITY));
        if (embedded) requirePart(directory, postgresOf(directory));
        return open(directory, group, replica);
    }

    private static void requirePart(Path directory, Path part) {
        if (Files.exists(part)) return;
        throw new StartupException(
                directory
                        + " is no data directory with a database: it has no "
                        + part.getFileName());
    }

    /** The directory, as an absolute path without links. */
    public Path path() {
        return lock.directory();
    }

    /** Where the embedded database is, or will be. */
    public Path postgres() {
        return postgresOf(path());
    }

    static Path postgresOf(Path directory) {
        return directory.resolve("postgres");
    }

    /**
     * Gives the lock up: for tests and tools. A node just ends; it stops its embedded database
     * before.
     */
    @Override
    public void close() {
        lock.close();
    }

    private void claim(String group, ReplicaId replica) throws IOException {
        Path identity = path().resolve(IDENTITY);
        if (Files.exists(identity)) {
            check(read(identity), identity, group, replica);
            return;
        }
        if (Files.exists(postgres())) {
            throw new StartupException(
                    path()
                            + " holds a database but no "
                            + identity.getFileName()
                            + ", so nobody can tell whose it is: put that file back, or move the"
                            + " directory away");
        }
        DurableFile.write(identity, identity(group, replica));
    }

    private static Properties read(Path identity) throws IOException {
        Properties read = new Properties();
        try {
            read.load(new StringReader(Files.readString(identity, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new StartupException(identity + " cannot be read: " + e.getMessage(), e);
        }
        return read;
    }

    private static String identity(String group, ReplicaId replica) throws IOException {
        Properties identity = new Properties();
        identity.setProperty("format", FORMAT);
        identity.setProperty("group", group);
        identity.setProperty("replica", replica.name());
        identity.setProperty("created", Instant.now().toString());
        StringWriter text = new StringWriter();
        identity.store(text, "Whose directory this is. Never edit it, never copy it.");
        return text.toString();
    }

    private static void check(Properties read, Path identity, String group, ReplicaId replica) {
        if (!FORMAT.equals(read.getProperty("format"))) {
            throw new StartupException(
                    identity
                            + " is of format "
                            + read.getProperty("format")
                            + ", this version of Ringfence knows format "
                            + FORMAT
                            + " only");
        }
        String theirs = name(read.getProperty("group"), read.getProperty("replica"));
        String ours = name(group, replica.name());
        if (!theirs.equals(ours)) {
            throw new StartupException(
                    "data directory "
                            + identity.getParent()
                            + " belongs to "
                            + theirs
                            + ", and this node is "
                            + ours
                            + ": give each replica a directory of its own");
        }
    }

    private static String name(String group, String replica) {
        return "replica '" + replica + "' of group '" + group + "'";
    }
}
