package io.ringfence;

import akka.actor.CoordinatedShutdown;

/**
 * Why a node ended its actor system for good: its replica met what trying again cannot mend. An
 * operator is needed; see {@link Ringfence#afterwards}.
 *
 * @param group of that replica
 * @param cause in a sentence
 */
public record Poisoned(String group, String cause) implements CoordinatedShutdown.Reason {}
