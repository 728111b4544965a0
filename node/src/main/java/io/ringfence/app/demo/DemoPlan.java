package io.ringfence.app.demo;

import io.ringfence.app.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which nodes there will be, with their directories and ports; checked before any is started. */
final class DemoPlan {
    private static final Pattern REPLICA = Pattern.compile("r[1-9]");

    private DemoPlan() {}

    static List<DemoNode> nodes(DemoSettings settings) {
        List<String> replicas = settings.replicas();
        requireSameGroup(settings.directory(), replicas);
        for (int i = 0; i < replicas.size(); i++) requireFree(settings.httpPort() + i);
        List<HostPort> addresses = freeAddresses(replicas.size());
        String seeds = String.join(",", addresses.stream().map(HostPort::toString).toList());
        List<String> common = new ArrayList<>(settings.arguments());
        common.addAll(List.of("--voters", String.join(",", replicas), "--seeds", seeds));
        List<DemoNode> nodes = new ArrayList<>();
        for (int i = 0; i < replicas.size(); i++) {
            Path directory = settings.directory().resolve(replicas.get(i));
            int http = settings.httpPort() + i;
            nodes.add(new DemoNode(replicas.get(i), directory, addresses.get(i), http, common));
        }
        return nodes;
    }

    /** A group's voters are fixed: what is stored there belongs to exactly those replicas. */
    private static void requireSameGroup(Path directory, List<String> replicas) {
        if (!Files.isDirectory(directory)) return;
        try (Stream<Path> files = Files.list(directory)) {
            List<String> found =
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> REPLICA.matcher(name).matches())
                            .sorted()
                            .toList();
            if (found.isEmpty() || found.equals(replicas)) return;
            throw new DemoException(
                    directory
                            + " holds a group of "
                            + found.size()
                            + " replicas: give --nodes "
                            + found.size()
                            + ", or another --dir");
        } catch (IOException e) {
            throw new DemoException(directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new DemoException("port " + port + " is in use: give another --http-port", e);
        }
    }

    /** All are held until all are found, so that none is found twice. */
    private static List<HostPort> freeAddresses(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return held.stream().map(s -> new HostPort("127.0.0.1", s.getLocalPort())).toList();
        } catch (IOException e) {
            throw new DemoException("no free port: " + e.getMessage(), e);
        } finally {
            held.forEach(DemoPlan::release);
        }
    }

    private static void release(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new DemoException("a port cannot be released: " + e.getMessage(), e);
        }
    }
}
