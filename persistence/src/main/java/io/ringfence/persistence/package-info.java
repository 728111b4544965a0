/**
 * The protocol's values as bytes and back, the journal and its database. It decides nothing.
 *
 * <p>A node that starts goes through, in this order: {@link
 * io.ringfence.persistence.DataDirectory#open} (locked, and ours); {@link
 * io.ringfence.persistence.EmbeddedPostgres#start}, unless it was given a {@link
 * io.ringfence.persistence.Database}; {@link io.ringfence.persistence.DatabaseGate#await} (it
 * answers, and keeps what it is given); {@link io.ringfence.persistence.Schema#prepare} (the tables
 * are there); {@link io.ringfence.persistence.Journal#configure} (the actor system's
 * configuration); {@link io.ringfence.persistence.DatabaseChunkStore#open} (the chunks of its
 * snapshots are ours). What goes wrong on the way is a {@link
 * io.ringfence.persistence.StartupException}, whose message can be shown as it is. SQL is in this
 * package only.
 */
package io.ringfence.persistence;
