package io.ringfence;

import io.ringfence.protocol.Roster;
import java.util.List;

/**
 * The description of a group: its name, its state machine, its voters. Immutable; every node must
 * be given an equal one.
 *
 * @param name 1 to 64 of the characters {@code a-z A-Z 0-9 _ -}
 * @param voters the replica ids that vote; an odd number is best
 */
public record Group<S, C, R>(String name, StateMachine<S, C, R> machine, List<String> voters) {
    public Group {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a group's name has 1 to 64 of the characters a-z A-Z 0-9 _ -, but was '"
                            + name
                            + "'");
        }
        voters = List.copyOf(voters);
    }

    /** A group without voters yet: name them with {@link #withVoters}. */
    public static <S, C, R> Group<S, C, R> of(String name, StateMachine<S, C, R> machine) {
        return new Group<>(name, machine, List.of());
    }

    public Group<S, C, R> withVoters(String... replicas) {
        return withVoters(List.of(replicas));
    }

    public Group<S, C, R> withVoters(List<String> replicas) {
        return new Group<>(name, machine, replicas);
    }

    /**
     * @throws IllegalArgumentException when no voter is named, one is named twice, or a name is
     *     none
     */
    public Roster roster() {
        return Roster.of(name, voters.toArray(String[]::new));
    }
}
