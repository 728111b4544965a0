package io.ringfence.app.command;

import org.HdrHistogram.Histogram;

/**
 * What became of requests.
 *
 * @param latencyMicros of those that were done
 */
record Tally(Histogram latencyMicros, long rejected, long unknown) {
    long done() {
        return latencyMicros.getTotalCount();
    }

    long micros(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile);
    }

    String at(double percentile) {
        if (done() == 0) return "-";
        return String.format("%.2f ms", micros(percentile) / 1000.0);
    }
}
