package io.ringfence.protocol;

import java.util.List;

/** What a replica's shell is told to do after the events are durable. */
public sealed interface Action {
    /** Answer the sender of the message. */
    record Reply(Message.Answer answer) implements Action {}

    /** Remember this of the leader until the process ends. */
    record Keep(Contact contact) implements Action {}

    /** Let the state machine apply all entries up to {@code commitIndex} that it has not. */
    record Apply(Index commitIndex) implements Action {}

    /** Make the state machine anew: the log that it had applied was dropped. */
    record Reset() implements Action {}

    /** Report entries, never committed, that a newer leader's replaced; never silent (F11). */
    record ReportDiscarded(List<EntryId> ids) implements Action {
        public ReportDiscarded {
            ids = List.copyOf(ids);
        }
    }

    /** Report that this replica is damaged, at the highest level there is. */
    record ReportCritical(String sentence) implements Action {}
}
