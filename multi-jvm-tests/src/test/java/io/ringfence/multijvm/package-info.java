/**
 * Stories told by real processes: nodes started from {@code ringfence.jar}, each a JVM with its own
 * PostgreSQL, killed, paused and started again while clients write over HTTP. Nothing here looks
 * behind what any user has: the command line, HTTP, and signals.
 */
package io.ringfence.multijvm;
