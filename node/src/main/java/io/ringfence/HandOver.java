package io.ringfence;

import akka.actor.CoordinatedShutdown;

/**
 * Why a node ended its actor system so that another one leads: its own replica cannot be a leader's
 * home now. Whoever runs it starts it again; see {@link Ringfence#afterwards}.
 *
 * @param group that is handed over
 * @param cause in a sentence
 */
public record HandOver(String group, String cause) implements CoordinatedShutdown.Reason {}
