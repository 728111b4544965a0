package io.ringfence.multijvm;

import java.io.IOException;
import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/** The way from one node to another: all connections that the first one opened to the second. */
final class Link {
    /** What happens to what is sent. */
    enum State {
        /** It arrives. */
        WHOLE,
        /** It is held back, and nobody is told: as if packets were dropped, until they are not. */
        BLACK_HOLE,
        /** Connections break, and new ones are refused. */
        CUT
    }

    private final Set<Socket> connections = new HashSet<>();
    private State state = State.WHOLE;

    synchronized void set(State now) {
        state = now;
        if (now == State.CUT) connections.forEach(Link::reset);
        notifyAll();
    }

    /** Takes part in the link's fate from now on; false when it is cut. */
    synchronized boolean join(Socket... sockets) {
        if (state == State.CUT) return false;
        connections.addAll(Set.of(sockets));
        return true;
    }

    synchronized void leave(Socket... sockets) {
        connections.removeAll(Set.of(sockets));
    }

    /** Waits while the link is a black hole. */
    synchronized void awaitPassage() throws InterruptedException {
        while (state == State.BLACK_HOLE) wait();
    }

    /** Ends a connection as a machine does that knows nothing of it. */
    static void reset(Socket socket) {
        try {
            if (isOpen(socket)) socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It ended just before, on the other side or in another thread: it was to end.
            if (isOpen(socket)) throw new IllegalStateException("cannot end " + socket, e);
        }
    }

    private static boolean isOpen(Socket socket) {
        return socket.isConnected() && !socket.isClosed();
    }
}
