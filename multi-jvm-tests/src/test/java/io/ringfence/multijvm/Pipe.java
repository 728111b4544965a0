package io.ringfence.multijvm;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** One direction of a connection: what is read on one side is written on the other, as it may. */
final class Pipe {
    private static final int BYTES = 64 * 1024;
    private static final int PIECES_IN_FLIGHT = 64;
    private static final byte[] END = {};

    private final Socket from;
    private final Socket to;
    private final Link link;
    private final BlockingQueue<byte[]> inFlight = new ArrayBlockingQueue<>(PIECES_IN_FLIGHT);

    Pipe(Socket from, Socket to, Link link) {
        this.from = from;
        this.to = to;
        this.link = link;
    }

    /** Until the connection ends on either side. */
    void run() throws IOException, InterruptedException {
        Thread writer = new Thread(this::writeAll, "writes to " + to);
        writer.setDaemon(true);
        writer.start();
        try {
            InputStream in = from.getInputStream();
            byte[] bytes = new byte[BYTES];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                inFlight.put(Arrays.copyOf(bytes, count));
            }
        } finally {
            inFlight.put(END);
            writer.join();
        }
    }

    private void writeAll() {
        try {
            OutputStream out = to.getOutputStream();
            for (byte[] piece = inFlight.take(); piece != END; piece = inFlight.take()) {
                link.awaitPassage();
                out.write(piece);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            Link.reset(from);
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is to wait for room that nobody makes. */
    private void drain() {
        try {
            while (inFlight.take() != END) continue;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
