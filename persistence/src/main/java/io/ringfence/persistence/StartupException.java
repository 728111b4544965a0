package io.ringfence.persistence;

/** What keeps a node from starting, as one sentence that can be shown to an operator as it is. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String sentence) {
        super(sentence);
    }

    public StartupException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
