/**
 * The shells: actors that carry out what the rules of {@link io.ringfence.protocol} decide, and
 * decide nothing.
 *
 * <p>Of each group, every node has {@code /system/ringfence-GROUP} ({@link
 * io.ringfence.internal.GroupActor}), and below it:
 *
 * <ul>
 *   <li>{@code replica}: persists, and then acts; its {@code Applier} feeds the user's machine, and
 *       {@code Chunks} keeps its snapshots, off the actor's thread.
 *   <li>{@code router}: takes the requests of the node's clients to whoever leads, and gives each
 *       its one outcome ({@code Errands}).
 *   <li>{@code door}: where services without a replica ask; the router takes their requests too.
 *   <li>{@code status}: how every replica is, as this node knows it.
 * </ul>
 *
 * <p>One node also has the leader actor, the cluster's singleton. It and the replicas find each
 * other by the roles of the cluster's members ({@code Peers}).
 *
 * <p>The way of a command: client, {@code Handle}, router, leader ({@code Requests}), replicas;
 * committed, the replica on the leader's own node applies it and tells the leader what it came to,
 * and the answer goes back through the router.
 */
package io.ringfence.internal;
