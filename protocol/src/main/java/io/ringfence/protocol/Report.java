package io.ringfence.protocol;

import java.util.List;
import java.util.Optional;

/**
 * What a replica says of its history and of what it holds, in an answer to its leader. It may be
 * lost: what it says of the next position does as well.
 *
 * @param fingerprints taken since the last report
 * @param snapshot the newest held
 */
public record Report(List<Fingerprint> fingerprints, Optional<Snapshot> snapshot) {
    public static final Report NONE = new Report(List.of(), Optional.empty());

    public Report {
        fingerprints = List.copyOf(fingerprints);
    }
}
