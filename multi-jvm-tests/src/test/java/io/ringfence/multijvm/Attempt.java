package io.ringfence.multijvm;

import com.fasterxml.jackson.databind.node.NullNode;
import io.ringfence.multijvm.Registry.Written;

/**
 * A write that was tried, once.
 *
 * @param sentNanos on this JVM's monotonic clock
 */
record Attempt(
        String key,
        String value,
        String node,
        Answer<Written> answer,
        long sentNanos,
        long answeredNanos) {
    static Attempt nobodyThere(String key, String value) {
        long now = System.nanoTime();
        Answer<Written> answer =
                new Answer.Rejected<>(Answer.UNREACHED, "no node runs", NullNode.getInstance());
        return new Attempt(key, value, "none", answer, now, now);
    }

    Written written() {
        return answer.done();
    }
}
