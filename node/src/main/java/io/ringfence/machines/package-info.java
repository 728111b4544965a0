/** State machines that come with Ringfence. */
package io.ringfence.machines;
