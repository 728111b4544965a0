package io.ringfence.persistence;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The operating system's lock on a data directory: its file is {@code DIR/lock}.
 *
 * <p>The system gives it up when the process ends, however it ends, and keeps it while the process
 * is stopped. It belongs to the process, and the first of the process's descriptors on that file to
 * be closed releases it: so the file is opened once only, and {@link #HELD} says what this process
 * has already.
 */
final class DirectoryLock implements AutoCloseable {
    private static final String FILE = "lock";
    private static final int HOLDER_BYTES_MAX = 100;
    private static final Set<Path> HELD = new HashSet<>();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Makes the directory if there is none, and locks it; throws {@link StartupException} at once
     * when it is taken.
     */
    static DirectoryLock take(Path directory) {
        try {
            Files.createDirectories(directory);
            return take(directory.toRealPath(), directory.toRealPath().resolve(FILE));
        } catch (IOException e) {
            throw new StartupException(
                    "data directory " + directory + " cannot be locked: " + e, e);
        }
    }

    private static DirectoryLock take(Path directory, Path file) throws IOException {
        synchronized (HELD) {
            if (HELD.contains(directory)) throw inUse(directory, "this very process");
            FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE);
            try {
                if (channel.tryLock() == null) throw inUse(directory, holder(channel));
                channel.truncate(0);
                channel.write(
                        StandardCharsets.UTF_8.encode("process " + ProcessHandle.current().pid()));
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            HELD.add(directory);
            return new DirectoryLock(directory, channel);
        }
    }

    private static StartupException inUse(Path directory, String holder) {
        return new StartupException(
                "data directory "
                        + directory
                        + " is in use by "
                        + holder
                        + ": one process only may use it");
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HOLDER_BYTES_MAX);
        channel.read(bytes, 0);
        String holder = StandardCharsets.UTF_8.decode(bytes.flip()).toString().strip();
        return holder.isEmpty() ? "another process" : holder;
    }

    /** The directory's real path. */
    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        synchronized (HELD) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException(
                        "the lock on " + directory + " cannot be given up", e);
            } finally {
                HELD.remove(directory);
            }
        }
    }
}
