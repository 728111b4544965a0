/** What services that use a group compile against: outcomes, codecs and the messages of its API. */
package io.ringfence.api;
