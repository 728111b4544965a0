package io.ringfence.protocol;

import java.util.Locale;

/** How the replicas and leaders of a simulated world are configured, in the words of a script. */
record SimSettings(boolean hasty, SnapshotSettings snapshots) {
    private static final int EVERY_BYTE = 1_000_000;

    /** Logs are whole. */
    static SimSettings plain(boolean hasty) {
        return new SimSettings(hasty, SnapshotSettings.OFF);
    }

    /** Snapshots at small distances; of the log stays little, or nothing, before them. */
    static SimSettings withSnapshots(
            boolean hasty, int every, int tail, int heldBytes, int everyBytes) {
        return new SimSettings(
                hasty,
                new SnapshotSettings(every, everyBytes, 3, tail, EVERY_BYTE, heldBytes, 2, 300));
    }

    LeaderSettings leader() {
        return hasty ? World.HASTY : World.SETTINGS;
    }

    boolean takesSnapshots() {
        return snapshots.everyEntries() > 0;
    }

    /** The words of a script's {@code replicas} or {@code mutant} from {@code first} on. */
    static SimSettings parse(String[] words, int first) {
        SimSettings parsed = plain(false);
        for (int i = first; i < words.length; i++) {
            if (words[i].equals("hasty")) parsed = new SimSettings(true, parsed.snapshots);
            else if (words[i].startsWith("snapshots=")) {
                String[] numbers = words[i].substring("snapshots=".length()).split("/");
                parsed =
                        withSnapshots(
                                parsed.hasty,
                                Integer.parseInt(numbers[0]),
                                Integer.parseInt(numbers[1]),
                                numbers.length > 2 ? Integer.parseInt(numbers[2]) : EVERY_BYTE,
                                numbers.length > 3 ? Integer.parseInt(numbers[3]) : 0);
            } else throw new IllegalArgumentException("no setting of a world: " + words[i]);
        }
        return parsed;
    }

    @Override
    public String toString() {
        String words = hasty ? " hasty" : "";
        if (!takesSnapshots()) return words;
        String bySize = snapshots.everyBytes() == 0 ? "" : "/" + snapshots.everyBytes();
        return words
                + String.format(
                        Locale.ROOT,
                        " snapshots=%d/%d/%d",
                        snapshots.everyEntries(),
                        snapshots.tailEntriesMax(),
                        snapshots.heldBytesMax())
                + bySize;
    }
}
