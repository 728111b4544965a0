package io.ringfence.api.internal;

import akka.actor.typed.ActorRef;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Payload;

/** A message between a service and a node; {@link ClientSerializer} knows each. */
public sealed interface ClientWire {
    /** What a node's door of a group takes. */
    sealed interface AtTheDoor extends ClientWire {}

    /** What a service is told. */
    sealed interface FromTheDoor extends ClientWire {}

    /** Whether the group is hosted there. */
    record Knock(ActorRef<FromTheDoor> replyTo) implements AtTheDoor {}

    /** It is; ask here. */
    record Opened(ActorRef<AtTheDoor> door) implements FromTheDoor {}

    /**
     * A request.
     *
     * @param id the service's own number for it
     * @param changes whether it is a command or a query
     */
    record Asked(
            long id,
            boolean changes,
            Payload payload,
            long withinMillis,
            ActorRef<FromTheDoor> replyTo)
            implements AtTheDoor {}

    /** What became of a request. */
    record Answered(long id, Outcome<Payload> outcome) implements FromTheDoor {}

    /** The path of the door of a group, the same on every node. */
    static String pathOf(String group) {
        return "/system/ringfence-" + group + "/door";
    }
}
