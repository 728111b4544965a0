package io.ringfence.protocol;

/**
 * The stable name of a replica, the same through all its restarts and nodes.
 *
 * @param name 1 to 64 of the characters {@code a-z A-Z 0-9 _ -}
 */
public record ReplicaId(String name) implements Comparable<ReplicaId> {
    public ReplicaId {
        if (name.isEmpty() || name.length() > 64 || !name.chars().allMatch(ReplicaId::isPlain)) {
            throw new IllegalArgumentException(
                    "a replica id has 1 to 64 of the characters a-z A-Z 0-9 _ -, but was '"
                            + name
                            + "'");
        }
    }

    public static ReplicaId of(String name) {
        return new ReplicaId(name);
    }

    private static boolean isPlain(int c) {
        boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        return letter || c >= '0' && c <= '9' || c == '_' || c == '-';
    }

    @Override
    public int compareTo(ReplicaId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
