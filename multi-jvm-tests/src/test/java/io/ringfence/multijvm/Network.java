package io.ringfence.multijvm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network between nodes in which each direction between two of them can fail by itself. Before
 * each node stands a proxy, at the address that the others know; whose connection it takes, it
 * tells by the address that it comes from, for every node opens its connections from one of its
 * own.
 */
final class Network implements AutoCloseable {
    private record Way(String from, String to) {}

    private final List<String> replicas;
    private final Map<Way, Link> links = new HashMap<>();
    private final Map<String, Proxy> proxies = new HashMap<>();

    Network(List<Node> nodes) {
        this.replicas = nodes.stream().map(Node::replica).toList();
        for (String from : replicas) {
            for (String to : replicas) {
                if (!from.equals(to)) links.put(new Way(from, to), new Link());
            }
        }
        for (Node node : nodes) proxies.put(node.replica(), new Proxy(node));
    }

    /** The address from which a node is to open its connections. */
    String sourceOf(String replica) {
        return "127.0.1." + (1 + replicas.indexOf(replica));
    }

    /** Where a node is to listen. */
    int portOf(String replica) {
        return proxies.get(replica).behind;
    }

    /** What one node sends to another. */
    Link link(String from, String to) {
        return links.get(new Way(from, to));
    }

    /** Sets both directions between a node and all others. */
    void isolate(String replica, Link.State state) {
        for (String other : replicas) {
            if (other.equals(replica)) continue;
            link(replica, other).set(state);
            link(other, replica).set(state);
        }
    }

    void heal() {
        links.values().forEach(link -> link.set(Link.State.WHOLE));
    }

    @Override
    public void close() {
        proxies.values().forEach(Proxy::close);
    }

    /** Stands before one node. */
    private final class Proxy {
        private final String to;
        private final int behind = Ports.free();
        private final ServerSocket listener;
        private final Set<Socket> open = new HashSet<>();

        Proxy(Node node) {
            this.to = node.replica();
            try {
                InetAddress here = InetAddress.getLoopbackAddress();
                this.listener = new ServerSocket(node.port(), 50, here);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            daemon("accepts for " + to, this::accept);
        }

        private void accept() throws IOException {
            while (!listener.isClosed()) take(listener.accept());
        }

        private void take(Socket caller) {
            Link link = linkOf(caller);
            if (link == null) Link.reset(caller);
            else daemon(caller + " to " + to, () -> connect(caller, link));
        }

        /** Nothing for whoever is no node, such as one that only looks whether somebody listens. */
        private Link linkOf(Socket caller) {
            String source = caller.getInetAddress().getHostAddress();
            return replicas.stream()
                    .filter(replica -> sourceOf(replica).equals(source))
                    .map(replica -> link(replica, to))
                    .findFirst()
                    .orElse(null);
        }

        private void connect(Socket caller, Link link) throws IOException, InterruptedException {
            Socket called = new Socket();
            remember(caller, called);
            try {
                link.awaitPassage();
                called.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind));
                if (!link.join(caller, called)) return;
                Thread back = daemon("back from " + to, () -> new Pipe(called, caller, link).run());
                new Pipe(caller, called, link).run();
                back.join();
            } finally {
                link.leave(caller, called);
                Link.reset(caller);
                Link.reset(called);
                forget(caller, called);
            }
        }

        private synchronized void remember(Socket... sockets) {
            open.addAll(Set.of(sockets));
        }

        private synchronized void forget(Socket... sockets) {
            open.removeAll(Set.of(sockets));
        }

        private synchronized List<Socket> open() {
            return new ArrayList<>(open);
        }

        void close() {
            try {
                listener.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            open().forEach(Link::reset);
        }
    }

    private interface Job {
        void run() throws IOException, InterruptedException;
    }

    /** Runs it until it is done, or its connection ends. */
    private static Thread daemon(String name, Job job) {
        Thread thread = new Thread(() -> runToTheEnd(job), name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void runToTheEnd(Job job) {
        try {
            job.run();
        } catch (IOException e) {
            // A connection that ends is what stories are about: both its sides see it.
            Thread.currentThread().setName("ended: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
