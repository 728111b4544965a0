package io.ringfence.internal;

import io.ringfence.Applied;
import io.ringfence.Context;
import io.ringfence.StateMachine;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.Snapshot;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The user's state machine at one place of the log. What it throws is its answer, on every replica
 * alike (design §9); an {@link Error} is not, and goes through.
 */
final class Machine<S, C, R> {
    private final StateMachine<S, C, R> rules;
    private final int replyBytesMax;
    private final Chain chain = new Chain();
    private S state;
    private EntryId applied = EntryId.ZERO;

    Machine(StateMachine<S, C, R> rules, int replyBytesMax) {
        this.rules = rules;
        this.replyBytesMax = replyBytesMax;
        this.state = rules.empty();
    }

    /** The same machine before its first entry. */
    Machine<S, C, R> anew() {
        return new Machine<>(rules, replyBytesMax);
    }

    /** The same machine, with that state and after that snapshot's entry. */
    Machine<S, C, R> at(S restored, Snapshot snapshot) {
        Machine<S, C, R> machine = anew();
        machine.state = restored;
        machine.applied = snapshot.at();
        machine.chain.goOnFrom(snapshot.chain());
        return machine;
    }

    /** The records of the state as it is now, which does not change any more. */
    Supplier<Iterator<byte[]>> records() {
        S now = state;
        return () -> rules.snapshots().encode(now);
    }

    /** Of the state as records. */
    int version() {
        return rules.snapshots().version();
    }

    S decode(Iterator<byte[]> records) {
        return rules.snapshots().decode(records);
    }

    /** The running digest over what was applied. */
    Digest chain() {
        return chain.digest();
    }

    /** The last entry applied. */
    EntryId applied() {
        return applied;
    }

    /** Applies the next entry; empty when the entry is no command of the machine's. */
    Optional<Reply<R>> apply(Entry entry) {
        applied = entry.id();
        chain.add(entry);
        if (!(entry.content() instanceof Content.Command command)) return Optional.empty();
        Context context = new Context(entry.id(), entry.stampMillis());
        try {
            C decoded = rules.codec().decodeCommand(command.payload().toByteArray());
            Applied<S, R> after = rules.apply(state, context, decoded);
            state = after.state();
            return Optional.of(new Reply<>(entry.id(), after.reply(), Optional.empty()));
        } catch (RuntimeException e) {
            return Optional.of(new Reply<>(entry.id(), null, Optional.of(failure(e))));
        }
    }

    /** The outcome of a command that was applied, for its client. */
    Outcome<Payload> outcome(Reply<R> reply) {
        if (reply.failure().isPresent()) {
            return new Outcome.Rejected<>(new Rejection.Failed(reply.failure().get()));
        }
        try {
            Payload encoded = Payload.wrap(rules.codec().encodeReply(reply.result()));
            if (encoded.size() <= replyBytesMax) return new Outcome.Done<>(encoded, reply.entry());
            return new Outcome.Unknown<>("applied, but its reply of " + tooLarge(encoded));
        } catch (RuntimeException e) {
            return new Outcome.Unknown<>("applied, but its reply has no bytes: " + failure(e));
        }
    }

    /** The answer to a query, from the state as it is. */
    Outcome<Payload> query(Payload query) {
        try {
            C decoded = rules.codec().decodeCommand(query.toByteArray());
            R result = rules.query(state, decoded);
            Payload encoded = Payload.wrap(rules.codec().encodeReply(result));
            if (encoded.size() <= replyBytesMax) return new Outcome.Done<>(encoded, applied);
            return failed("the answer of " + tooLarge(encoded));
        } catch (RuntimeException e) {
            return failed(failure(e));
        }
    }

    private String tooLarge(Payload reply) {
        return reply.size() + " bytes is larger than a reply may be, " + replyBytesMax;
    }

    private static Outcome<Payload> failed(String message) {
        return new Outcome.Rejected<>(new Rejection.Failed(message));
    }

    private static String failure(RuntimeException e) {
        return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
    }

    /**
     * What a command came to.
     *
     * @param result null when it failed
     * @param failure what the machine threw
     */
    record Reply<R>(EntryId entry, R result, Optional<String> failure) {}
}
