package io.ringfence.protocol;

import java.util.List;

/**
 * A place in a log, with all that the entries up to it say to the rules: a log can go on from here
 * without them.
 *
 * @param id the last entry before what follows
 * @param stampMillis its replicated time
 * @param totalBytes of all entries from the first one on, each {@link Entry#sizeBytes()}: where
 *     snapshots are taken depends on it, so it is never lost, whatever was cut or installed
 * @param readmissions the newest of each replica, by replica
 */
public record LogPosition(
        EntryId id, long stampMillis, long totalBytes, List<Readmission> readmissions) {
    /** Before the first entry. */
    public static final LogPosition ZERO = new LogPosition(EntryId.ZERO, 0, 0, List.of());

    public LogPosition {
        readmissions = List.copyOf(readmissions);
        boolean said = stampMillis != 0 || totalBytes != 0 || !readmissions.isEmpty();
        boolean counted = totalBytes >= 0 && totalBytes < Long.MAX_VALUE;
        if (stampMillis < 0 || !counted || said && id.equals(EntryId.ZERO)) {
            throw new IllegalArgumentException("no position in a log: " + id);
        }
        for (int i = 0; i < readmissions.size(); i++) {
            Readmission each = readmissions.get(i);
            boolean sorted =
                    i == 0 || readmissions.get(i - 1).replica().compareTo(each.replica()) < 0;
            if (!sorted || each.at().index().isAfter(id.index())) {
                throw new IllegalArgumentException("no readmissions up to " + id);
            }
        }
    }

    public Index index() {
        return id.index();
    }
}
