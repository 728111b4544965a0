package io.ringfence.api;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.ringfence.api.internal.Ask;
import io.ringfence.api.internal.ClientActor;
import io.ringfence.api.internal.Requester;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * The groups of a cluster, for a service that is a member of it and hosts none of their replicas.
 *
 * <pre>{@code
 * var registry = RingfenceClient.get(system).group("registry", codec);
 * registry.submit(new Put("k", bytes), Duration.ofSeconds(3));
 * }</pre>
 */
public final class RingfenceClient implements Extension {
    private static final ExtensionId<RingfenceClient> ID = new Id();

    private final ActorSystem<?> system;
    private final Config settings;
    private final Map<String, Known<?, ?>> groups = new HashMap<>();

    private record Known<C, R>(Codec<C, R> codec, GroupClient<C, R> client) {}

    private RingfenceClient(ActorSystem<?> system) {
        this.system = system;
        this.settings = system.settings().config().getConfig("ringfence.client");
    }

    /** The extension of that actor system, whose provider is {@code cluster}. */
    public static RingfenceClient get(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /**
     * A group by its name; asked for again, the same client. Returns at once, whether or not a node
     * that hosts the group is known yet: requests wait for one. Safe for use by any thread.
     *
     * @param codec as the group's state machine has it
     * @throws IllegalArgumentException when the name was asked for with another codec
     */
    @SuppressWarnings("unchecked") // the codec is the same, and with it the types
    public synchronized <C, R> GroupClient<C, R> group(String name, Codec<C, R> codec) {
        Known<?, ?> known = groups.computeIfAbsent(name, n -> start(n, codec));
        if (!known.codec().equals(codec)) {
            throw new IllegalArgumentException(
                    "the group " + name + " was asked for with another codec");
        }
        return ((Known<C, R>) known).client();
    }

    private <C, R> Known<C, R> start(String name, Codec<C, R> codec) {
        ActorRef<ClientActor.Command> actor =
                system.systemActorOf(
                        ClientActor.create(name, settings),
                        "ringfence-client-" + name,
                        Props.empty());
        int bytesMax = Math.toIntExact(settings.getBytes("command-size"));
        Requester<C, R> requester =
                new Requester<>(
                        codec, bytesMax, system, ask -> actor.tell(new ClientActor.Take(ask)));
        ActorRef<GroupMessage<C, R>> ref =
                system.systemActorOf(face(requester), "ringfence-group-" + name, Props.empty());
        return new Known<>(codec, new Client<>(requester, ref));
    }

    private static <C, R> Behavior<GroupMessage<C, R>> face(Requester<C, R> requester) {
        return Behaviors.receiveMessage(
                m -> {
                    if (m instanceof GroupMessage.Submit<C, R> s) {
                        requester
                                .request(Ask.Kind.COMMAND, s.command(), s.within())
                                .thenAccept(s.replyTo()::tell);
                    } else if (m instanceof GroupMessage.Query<C, R> q) {
                        requester
                                .request(Ask.Kind.QUERY, q.query(), q.within())
                                .thenAccept(q.replyTo()::tell);
                    }
                    return Behaviors.same();
                });
    }

    private record Client<C, R>(Requester<C, R> requester, ActorRef<GroupMessage<C, R>> ref)
            implements GroupClient<C, R> {
        @Override
        public CompletionStage<Outcome<R>> submit(C command, Duration within) {
            return requester.request(Ask.Kind.COMMAND, command, within);
        }

        @Override
        public CompletionStage<Outcome<R>> query(C query, Duration within) {
            return requester.request(Ask.Kind.QUERY, query, within);
        }
    }

    private static final class Id extends ExtensionId<RingfenceClient> {
        @Override
        public RingfenceClient createExtension(ActorSystem<?> system) {
            return new RingfenceClient(system);
        }
    }
}
