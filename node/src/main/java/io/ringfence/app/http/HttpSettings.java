package io.ringfence.app.http;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The section {@code ringfence.http}: what each setting means is written in {@code reference.conf}.
 *
 * @param timeout how long a request waits when it does not say
 * @param timeoutMax how long it may ask to wait
 * @param valueBytesMax the largest value of the registry
 */
public record HttpSettings(Duration timeout, Duration timeoutMax, int valueBytesMax) {
    public static HttpSettings of(Config config) {
        Config section = config.getConfig("ringfence.http");
        return new HttpSettings(
                section.getDuration("timeout"),
                section.getDuration("timeout-max"),
                Math.toIntExact(config.getBytes("ringfence.registry.value-bytes-max")));
    }
}
