package io.ringfence.protocol;

/**
 * Who answers: the replica, the incarnation it is now, and whether that one votes. Every answer
 * carries it, because a grant or acknowledgement counts only for the incarnation that the log names
 * (design §4, "Who votes").
 */
public record Standing(ReplicaId replica, Incarnation incarnation, Kind kind) {
    /** Whether an incarnation votes. */
    public enum Kind {
        /** Nothing of any group in the journal: its grant counts for a founding by all, only. */
        UNFOUNDED,
        /** Founded or readmitted as the incarnation it is. */
        VOTER,
        /** In a group, but not its voter now: grants, confirms and counts for nothing. */
        PATIENT
    }

    public boolean isVoter() {
        return kind == Kind.VOTER;
    }

    public boolean isPatient() {
        return kind == Kind.PATIENT;
    }
}
