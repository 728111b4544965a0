package io.ringfence.app;

import akka.actor.CoordinatedShutdown;

/** Why a node ends its actor system to make another one; the cause is a sentence for people. */
record Rejoin(String cause) implements CoordinatedShutdown.Reason {}
