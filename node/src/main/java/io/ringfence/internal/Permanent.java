package io.ringfence.internal;

import io.ringfence.persistence.CorruptRecord;
import io.ringfence.protocol.Invariants;

/** Tells what trying again cannot mend (design §4, "permanent") from what it can. */
final class Permanent {
    private Permanent() {}

    /** True of broken invariants, of bytes that are no event, and of errors of the machine. */
    static boolean is(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Invariants.Violation) return true;
            if (cause instanceof CorruptRecord) return true;
            if (cause instanceof Error) return true;
        }
        return false;
    }
}
