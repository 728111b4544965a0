package io.ringfence.protocol;

/** What an entry says. */
public sealed interface Content {
    /** Opens an epoch: committing it commits all before it (Raft §5.4.2, design §4 phase 4). */
    record NoOp() implements Content {}

    /** A command of the state machine's. */
    record Command(Payload payload) implements Content {}

    /** A snapshot is taken here: an operator asked for one (design §7). */
    record Mark() implements Content {}

    /**
     * From this entry on, that incarnation is the voter of that replica (design §4, "Patients").
     */
    record Readmitted(ReplicaId replica, Incarnation incarnation) implements Content {}
}
