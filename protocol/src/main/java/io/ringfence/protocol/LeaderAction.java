package io.ringfence.protocol;

/** What a leader's shell is told to do; a leader writes nothing of its own. */
public sealed interface LeaderAction {
    /** Send to a replica; may be lost. */
    record Send(ReplicaId to, Message message) implements LeaderAction {}

    /** Tell the node, and whoever subscribed, whether the group serves. */
    record Publish(ServingState state) implements LeaderAction {}

    /** The request is the entry with that id: answer it when the home applied that. */
    record Accept(long request, EntryId entry) implements LeaderAction {}

    /** The request is certainly not applied: answer it so. */
    record Reject(long request, Rejection rejection) implements LeaderAction {}

    /** The read may run once the home applied all up to {@code at}. */
    record AnswerRead(long request, Index at) implements LeaderAction {}

    /**
     * Leadership ended: what was accepted from {@code unsentFrom} on never left and is rejected;
     * all before it is unknown.
     */
    record Abandon(Index unsentFrom, String reason) implements LeaderAction {}

    /** This node's replica cannot be a home now, though others could lead: move (design §4). */
    record HandOver(String reason) implements LeaderAction {}

    /** Report a sentence for the operator. */
    record Report(String sentence) implements LeaderAction {}
}
