package io.ringfence.persistence;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this kind of machine, as they lie packed on the class path. */
final class PostgresArchive {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String resource;
    private final String digest;

    private PostgresArchive(String resource, String digest) {
        this.resource = resource;
        this.digest = digest;
    }

    static PostgresArchive ofThisMachine() {
        String resource = "postgres-" + system() + "-" + architecture() + ".txz";
        try (InputStream packed = open(resource)) {
            return new PostgresArchive(resource, digestOf(packed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the content: two archives with the same digest hold the same programs. */
    String digest() {
        return digest;
    }

    /** Unpacks everything under an existing directory. */
    void unpack(Path directory) throws IOException {
        try (InputStream packed = open(resource);
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(
                                new XZInputStream(new BufferedInputStream(packed, BUFFER_BYTES)))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                unpack(entry, tar, directory);
            }
        }
    }

    private void unpack(TarArchiveEntry entry, InputStream content, Path directory)
            throws IOException {
        Path target = directory.resolve(entry.getName()).normalize();
        if (!target.startsWith(directory))
            throw new IOException(resource + " has an entry outside: " + entry.getName());
        Files.createDirectories(entry.isDirectory() ? target : target.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(content, target);
            if ((entry.getMode() & 0b001_000_000) != 0
                    && !target.toFile().setExecutable(true, false)) {
                throw new IOException(target + " cannot be made executable");
            }
        }
    }

    private static InputStream open(String resource) throws IOException {
        InputStream packed = PostgresArchive.class.getResourceAsStream("/" + resource);
        if (packed == null) {
            throw new StartupException(
                    "this build of Ringfence carries no PostgreSQL for this machine ("
                            + resource
                            + "): give the node a database with --jdbc-url");
        }
        return packed;
    }

    private static String digestOf(InputStream content) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer))
                digest.update(buffer, 0, read);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return switch (name) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> name;
        };
    }
}
