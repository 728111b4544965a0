package io.ringfence.internal;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import io.ringfence.api.internal.Ask;
import io.ringfence.api.internal.ClientWire;
import java.time.Duration;

/** Where services without a replica ask: their requests go the way of this node's own. */
final class DoorActor {
    private DoorActor() {}

    static Behavior<ClientWire.AtTheDoor> create(ActorRef<RouterActor.Command> router) {
        return Behaviors.receive((context, m) -> take(context, m, router));
    }

    private static Behavior<ClientWire.AtTheDoor> take(
            ActorContext<ClientWire.AtTheDoor> context,
            ClientWire.AtTheDoor message,
            ActorRef<RouterActor.Command> router) {
        if (message instanceof ClientWire.Knock m) {
            m.replyTo().tell(new ClientWire.Opened(context.getSelf()));
        } else if (message instanceof ClientWire.Asked m) {
            Ask ask =
                    new Ask(
                            m.changes() ? Ask.Kind.COMMAND : Ask.Kind.QUERY,
                            m.payload(),
                            Duration.ofMillis(m.withinMillis()),
                            outcome -> m.replyTo().tell(new ClientWire.Answered(m.id(), outcome)));
            router.tell(new RouterActor.Take(ask));
        }
        return Behaviors.same();
    }
}
