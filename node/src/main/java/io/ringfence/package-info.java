/** Ringfence for the Akka cluster of an application: the extension and what it is told. */
package io.ringfence;
