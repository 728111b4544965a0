/**
 * How the requests of services reach a group, and how the answers come back. No API: it changes
 * without notice.
 *
 * <p>A service's {@code ClientActor} knocks at the doors of the nodes that may host the group, the
 * actor {@code /system/ringfence-GROUP/door} on each, and hands its requests to the first that
 * opens. That node takes them to whoever leads, as those of its own clients.
 */
package io.ringfence.api.internal;
