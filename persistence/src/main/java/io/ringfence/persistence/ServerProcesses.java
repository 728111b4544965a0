package io.ringfence.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The processes of one data directory's PostgreSQL that live now, found by their command lines.
 *
 * <p>Neither the file {@code postmaster.pid} nor a port is proof: after a power loss the pid may be
 * anybody's, and a postmaster that was killed can leave children behind. The children carry the
 * server's {@code cluster_name} in their titles.
 *
 * @param postmaster the server's first process, if it lives
 * @param children its sessions and workers, which may outlive it for a while
 * @param starters what an earlier process ran to start it, and has not ended yet
 */
record ServerProcesses(OptionalLong postmaster, List<Long> children, List<Long> starters) {

    static ServerProcesses of(Path directory, String clusterName) {
        List<OsProcess> all = OsProcess.all();
        List<OsProcess> servers =
                all.stream()
                        .filter(
                                process ->
                                        process.runs("postgres", directory)
                                                && !worksElsewhere(process, directory))
                        .toList();
        // A child that has just been forked still looks like its parent.
        OptionalLong postmaster =
                servers.stream()
                        .filter(
                                one ->
                                        servers.stream()
                                                .noneMatch(other -> one.isChildOf(other.pid())))
                        .mapToLong(OsProcess::pid)
                        .findFirst();
        Stream<OsProcess> titled =
                all.stream()
                        .filter(
                                process ->
                                        !process.words().isEmpty()
                                                && process.words()
                                                        .get(0)
                                                        .startsWith(
                                                                "postgres: " + clusterName + ":")
                                                && !worksElsewhere(process, directory));
        return new ServerProcesses(
                postmaster,
                Stream.concat(titled, servers.stream())
                        .map(OsProcess::pid)
                        .filter(pid -> postmaster.isEmpty() || pid != postmaster.getAsLong())
                        .toList(),
                all.stream()
                        .filter(process -> starts(process, directory))
                        .map(OsProcess::pid)
                        .toList());
    }

    /** {@code pg_ctl} lives until the server is ready, also when who ran it is dead. */
    private static boolean starts(OsProcess process, Path directory) {
        return process.runs("pg_ctl", directory) && process.words().contains("start");
    }

    /**
     * A server of another directory that has, or had, the same name: in a container, say, or one
     * removed meanwhile. A server works in its data directory, once it has begun; where we may not
     * see that, the command line has to do.
     */
    private static boolean worksElsewhere(OsProcess process, Path directory) {
        return process.workingDirectory()
                .filter(works -> isOtherData(works, directory))
                .isPresent();
    }

    private static boolean isOtherData(Path works, Path directory) {
        try {
            if (Files.readSymbolicLink(works).toString().endsWith(" (deleted)")) return true;
            if (Files.exists(directory) && Files.isSameFile(works, directory)) return false;
            return Files.exists(works.resolve("PG_VERSION"));
        } catch (IOException e) {
            return false;
        }
    }

    boolean none() {
        return postmaster.isEmpty() && children.isEmpty() && starters.isEmpty();
    }

    /** Whether a postmaster is about to be there. */
    boolean soon() {
        return postmaster.isEmpty() && !starters.isEmpty();
    }

    List<Long> all() {
        return Stream.of(starters.stream(), postmaster.stream().boxed(), children.stream())
                .flatMap(pids -> pids)
                .toList();
    }
}
