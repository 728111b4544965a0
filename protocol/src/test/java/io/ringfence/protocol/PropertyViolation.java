package io.ringfence.protocol;

/** A property of design §12 does not hold in a simulated world. */
final class PropertyViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String property;

    PropertyViolation(String property, String details) {
        super(property + ": " + details);
        this.property = property;
    }

    String property() {
        return property;
    }
}
