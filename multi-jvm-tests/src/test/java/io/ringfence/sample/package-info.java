/** A service as a user of Ringfence would write it: a member of the cluster without a replica. */
package io.ringfence.sample;
