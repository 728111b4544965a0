/**
 * The protocol, as pure rules: each is a function from (state, message) to a decision.
 *
 * <p>Read in this order:
 *
 * <ol>
 *   <li>The words: {@link io.ringfence.protocol.Term}, {@link io.ringfence.protocol.EntryId},
 *       {@link io.ringfence.protocol.Entry}, {@link io.ringfence.protocol.Log}, {@link
 *       io.ringfence.protocol.Incarnation}, {@link io.ringfence.protocol.Standing}, {@link
 *       io.ringfence.protocol.Snapshot}.
 *   <li>What a replica makes durable: {@link io.ringfence.protocol.Event}, folded into {@link
 *       io.ringfence.protocol.FollowerState}. What it forgets at a restart: {@link
 *       io.ringfence.protocol.Contact}.
 *   <li>What is said: {@link io.ringfence.protocol.Message}. A leader probes, asks for votes,
 *       founds the group or reads the best log among the grants, opens streams, appends; to who
 *       needs what is cut off its log it offers a snapshot, whose pieces replicas pull from one
 *       another.
 *   <li>The rules: {@link io.ringfence.protocol.Follower} for a replica, {@link
 *       io.ringfence.protocol.Leader} for who leads or wants to. What safety rests on stands by
 *       name in {@code SafetyRules}. {@link io.ringfence.protocol.FoundingAnew} is the operator's,
 *       for a group that lost a majority of its disks.
 *   <li>What must never be otherwise: {@link io.ringfence.protocol.Invariants}.
 * </ol>
 *
 * <p>A replica answers a message with a {@link io.ringfence.protocol.Decision}: events, written
 * first, then actions. A leader writes nothing of its own; its replica, the home, counts by its own
 * answers like any other. Time, chance and requests arrive as messages ({@link
 * io.ringfence.protocol.Message.Local}), so that a seed is a whole run.
 */
package io.ringfence.protocol;
