package io.ringfence.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By which nodes a cluster is found, and which of them founds it when there is none.
 *
 * <p>In Akka only the first seed of a node's list may found a cluster, when no other seed tells it
 * of one. With one list for all, a group could not be started while its first node is away, though
 * the others are a quorum. So a node for which none of the seeds before it is there puts itself
 * first, after a while: the longer, the more seeds stand before it, lest two do so at once. A seed
 * that takes connections and answers nothing, since its process is paused, counts as there until a
 * join failed.
 */
final class Seeds {
    private static final Logger LOG = LoggerFactory.getLogger(Seeds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int CONNECT_MILLIS = 300;

    private Seeds() {}

    /**
     * The seeds in the order in which the node is to try them. Waits.
     *
     * @param joinFailed whether the node has just tried in vain for long enough
     */
    static List<HostPort> inOrder(NodeSettings settings, boolean joinFailed, Stopping stopping)
            throws InterruptedException {
        List<HostPort> seeds = settings.seeds();
        List<HostPort> before = seeds.subList(0, Math.max(0, seeds.indexOf(settings.cluster())));
        if (before.isEmpty()) return seeds;
        if (joinFailed) {
            stopping.pause(PATIENCE.multipliedBy(before.size() - 1L));
            LOG.info("no cluster answers: one is founded here, unless {} have one now", seeds);
            return oursFirst(settings);
        }
        Duration patience = PATIENCE.multipliedBy(before.size());
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < patience.toNanos()) {
            if (before.stream().anyMatch(Seeds::answers)) return seeds;
            stopping.pause(LOOK);
        }
        LOG.info("none of {} is there: the cluster is founded here, unless there is one", before);
        return oursFirst(settings);
    }

    private static List<HostPort> oursFirst(NodeSettings settings) {
        List<HostPort> seeds = settings.seeds();
        List<HostPort> ours = new ArrayList<>(List.of(settings.cluster()));
        seeds.stream().filter(seed -> !seed.equals(settings.cluster())).forEach(ours::add);
        return ours;
    }

    /** Whether something listens there. */
    static boolean answers(HostPort seed) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(seed.host(), seed.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
