package io.ringfence.lawbreaker.protocol;

import akka.actor.typed.ActorRef;

public final class KnowsAkka {
    ActorRef<String> someone;
}
