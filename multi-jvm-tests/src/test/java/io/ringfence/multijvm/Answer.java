package io.ringfence.multijvm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Function;

/** What came of a request, which is exactly one of three. */
sealed interface Answer<T> {
    /** It was done. */
    record Done<T>(T value) implements Answer<T> {}

    /**
     * Certainly nothing was applied.
     *
     * @param status of HTTP; {@link #UNREACHED} when nobody listened
     * @param problem the whole answer
     */
    record Rejected<T>(int status, String detail, JsonNode problem) implements Answer<T> {}

    /** It may have been applied, or may yet be. */
    record Unknown<T>(String reason) implements Answer<T> {}

    int UNREACHED = 0;

    default boolean isDone() {
        return this instanceof Done;
    }

    /** Whether it was rejected with that status. */
    default boolean isRejected(int status) {
        return this instanceof Rejected<T> rejected && rejected.status() == status;
    }

    /** The value of what has to be done by now. */
    default T done() {
        if (this instanceof Done<T> done) return done.value();
        throw new AssertionError("not done: " + this);
    }

    default Rejected<T> rejected() {
        if (this instanceof Rejected<T> rejected) return rejected;
        throw new AssertionError("not rejected: " + this);
    }

    default <U> Answer<U> map(Function<T, U> change) {
        if (this instanceof Done<T> d) return new Done<>(change.apply(d.value()));
        if (this instanceof Rejected<T> r)
            return new Rejected<>(r.status(), r.detail(), r.problem());
        if (this instanceof Unknown<T> u) return new Unknown<>(u.reason());
        throw new AssertionError("no such answer: " + this);
    }
}
