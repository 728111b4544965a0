package io.ringfence.persistence;

/**
 * Bytes that are no record of this format: damaged, malformed, or written by a version that this
 * one cannot read. Nothing is guessed in their place (F9): a replica refuses to start on such a row
 * of its journal, and a message of that kind is not delivered.
 */
public final class CorruptRecord extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String manifest;
    private final String wrong;

    public CorruptRecord(String manifest, String wrong) {
        this(manifest, wrong, null);
    }

    public CorruptRecord(String manifest, String wrong, Throwable cause) {
        super("corrupt record " + manifest + ": " + wrong, cause);
        this.manifest = manifest;
        this.wrong = wrong;
    }

    /** What the record is, or said it was; only the format ("E1") when the kind is not known. */
    public String manifest() {
        return manifest;
    }

    /** What is wrong with it, as a sentence for people. */
    public String wrong() {
        return wrong;
    }
}
