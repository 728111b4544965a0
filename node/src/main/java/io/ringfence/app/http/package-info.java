/** What a node answers over HTTP. */
package io.ringfence.app.http;
