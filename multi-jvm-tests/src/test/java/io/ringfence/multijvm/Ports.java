package io.ringfence.multijvm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for nodes. They lie below the range from which systems take the ports of outgoing
 * connections, so that nobody takes a node's port while the node is down.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static int next = ThreadLocalRandom.current().nextInt(FIRST, LAST);

    private Ports() {}

    /** One that nothing listens on, and that this process was never given before. */
    static synchronized int free() {
        for (int tried = FIRST; tried < LAST; tried++) {
            next = next + 1 < LAST ? next + 1 : FIRST;
            if (isFree(next)) return next;
        }
        throw new IllegalStateException("no free port from " + FIRST + " to " + LAST);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
