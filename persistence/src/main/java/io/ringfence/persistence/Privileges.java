package io.ringfence.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL's programs are started, which refuse to run as root.
 *
 * <p>An ordinary user starts them plainly. Root starts them in a user namespace of their own: in
 * there they have the id of nobody, outside their files remain root's. Where that is forbidden, as
 * in most containers, root starts them as nobody, who then owns the database's files.
 */
enum Privileges {
    ORDINARY(-1),
    OWN_NAMESPACE(0, "unshare", "-U"),
    NOBODY(Privileges.NOBODY_ID, "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");

    private static final int NOBODY_ID = 65534;
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);

    private final int owner;
    private final List<String> prefix;

    Privileges(int owner, String... prefix) {
        this.owner = owner;
        this.prefix = List.of(prefix);
    }

    /** What fits this process and this machine. */
    static Privileges detect() throws InterruptedException {
        if (!isRoot()) return ORDINARY;
        for (Privileges way : List.of(OWN_NAMESPACE, NOBODY)) {
            // initdb wants a name for its user id, so an id without one is no use.
            if (way.runs("id", "-un") && !way.runsAs("0")) return way;
        }
        throw new StartupException(
                "PostgreSQL refuses to run as root, and neither 'unshare -U' nor 'setpriv' works"
                        + " here: start the node as an ordinary user, or give it a database with"
                        + " --jdbc-url");
    }

    private static boolean isRoot() {
        Path self = Path.of("/proc/self");
        try {
            return Files.exists(self)
                    ? Files.getAttribute(self, "unix:uid").equals(0)
                    : System.getProperty("user.name").equals("root");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean runsAs(String userId) throws InterruptedException {
        return run("id", "-u").output().equals(userId);
    }

    private boolean runs(String... words) throws InterruptedException {
        return run(words).succeeded();
    }

    private Command run(String... words) throws InterruptedException {
        try {
            return Command.run(command(List.of(words)), Path.of("/"), PROBE_LIMIT);
        } catch (UncheckedIOException e) {
            return new Command(-1, e.getMessage());
        }
    }

    /** The words that run a program so. */
    List<String> command(List<String> words) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(words);
        return command;
    }

    /**
     * Gives a file, or a directory with all that is in it, to the user as whom PostgreSQL's files
     * are read.
     */
    void own(Path root) throws IOException {
        if (this == ORDINARY) return;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS).equals(owner))
                    continue;
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
