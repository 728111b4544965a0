package io.ringfence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.AbstractActor;
import akka.actor.CoordinatedShutdown;
import akka.actor.Props;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.io.Tcp;
import akka.io.TcpMessage;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An actor system ends though the other side of a connection does nothing to that end. */
class FarewellTest {
    private static final int PATIENCE_SECONDS = 20;

    private final CountDownLatch connected = new CountDownLatch(1);
    private final CountDownLatch cut = new CountDownLatch(1);
    private ActorSystem<Void> system;
    private ServerSocket listener;

    /** Does not end before its connection does. */
    private static final class Clinging extends AbstractActor {
        private final FarewellTest test;

        Clinging(FarewellTest test) {
            this.test = test;
        }

        @Override
        public void preStart() {
            InetSocketAddress to =
                    new InetSocketAddress(
                            InetAddress.getLoopbackAddress(), test.listener.getLocalPort());
            Tcp.get(getContext().getSystem()).getManager().tell(TcpMessage.connect(to), getSelf());
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().match(Tcp.Connected.class, this::register).build();
        }

        private void register(Tcp.Connected event) {
            getSender().tell(TcpMessage.register(getSelf()), getSelf());
            test.connected.countDown();
        }

        @Override
        public void postStop() throws InterruptedException {
            if (test.cut.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) return;
            throw new IllegalStateException("the connection did not end");
        }
    }

    @BeforeEach
    void start() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        system =
                ActorSystem.create(
                        Behaviors.setup(
                                context -> {
                                    Props props =
                                            Props.create(Clinging.class, () -> new Clinging(this));
                                    Adapter.actorOf(context, props);
                                    return Behaviors.empty();
                                }),
                        "test",
                        ConfigFactory.parseString("akka.coordinated-shutdown.exit-jvm = off")
                                .withFallback(ConfigFactory.load()));
    }

    @AfterEach
    void stop() throws IOException {
        cut.countDown();
        system.terminate();
        listener.close();
    }

    @Test
    void itsConnectionsAreCutWhenItDoesNotEnd() throws Exception {
        Farewell.prepare(system);
        try (Socket other = listener.accept()) {
            assertThat(connected.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.unknownReason());
            other.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            assertThat(endOf(other)).isTrue();
            cut.countDown();
            system.getWhenTerminated()
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Waits until the other side ends the connection, in whatever way. */
    private static boolean endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true;
        }
    }
}
