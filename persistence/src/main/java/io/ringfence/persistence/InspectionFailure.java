package io.ringfence.persistence;

/** What keeps an inspection from going on, as one sentence that can be shown as it is. */
public final class InspectionFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InspectionFailure(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
