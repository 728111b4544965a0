/** Classes that break the law of imports on purpose: each shows that a law can fail. */
package io.ringfence.lawbreaker;
