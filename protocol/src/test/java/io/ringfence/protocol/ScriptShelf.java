package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Packets that a script picks by what they are, and those that it keeps to arrive late. */
final class ScriptShelf {
    /** All that is said until a leader has its log, in one word. */
    private static final List<String> ELECTION =
            List.of(
                    "Probe",
                    "ProbeAnswer",
                    "RequestVote",
                    "Granted",
                    "VoteTaken",
                    "Found",
                    "FoundAccepted",
                    "FetchLog",
                    "LogFetched",
                    "FetchMismatch");

    private final Map<String, List<World.Packet>> held = new TreeMap<>();

    /**
     * The first packet that fits the words from the second on, {@code [from X] [to Y] [kind K]
     * [among X,Y]}; -1 when none does.
     */
    static int first(World world, String[] w) {
        List<World.Packet> all = world.network();
        for (int i = 0; i < all.size(); i++) if (fits(all.get(i), w)) return i;
        return -1;
    }

    private static boolean fits(World.Packet p, String[] w) {
        boolean fits = true;
        for (int k = 1; k + 1 < w.length; k += 2) {
            List<String> wanted = List.of(w[k + 1].split(","));
            switch (w[k]) {
                case "from" -> fits &= wanted.contains(p.from().name());
                case "to" -> fits &= wanted.contains(p.to().name());
                case "kind" -> fits &= isOf(wanted, p.message());
                case "among" -> {
                    fits &= wanted.contains(p.from().name());
                    fits &= wanted.contains(p.to().name());
                }
                default -> throw new IllegalArgumentException("packets are not picked by " + w[k]);
            }
        }
        return fits;
    }

    private static boolean isOf(List<String> kinds, Message m) {
        String kind = m.getClass().getSimpleName();
        return kinds.contains(kind) || kinds.contains("election") && ELECTION.contains(kind);
    }

    /** {@code hold NAME …}: takes all that fit off the network, to arrive late or never. */
    void hold(World world, String[] w) {
        String[] filter = Arrays.copyOfRange(w, 1, w.length);
        List<World.Packet> taken = held.computeIfAbsent(w[1], name -> new ArrayList<>());
        for (int i = first(world, filter); i >= 0; i = first(world, filter)) {
            taken.add(world.take(i));
        }
    }

    /** {@code copy NAME …}: what fits will arrive twice. */
    void copy(World world, String[] w) {
        String[] filter = Arrays.copyOfRange(w, 1, w.length);
        List<World.Packet> taken = held.computeIfAbsent(w[1], name -> new ArrayList<>());
        for (World.Packet p : world.network()) if (fits(p, filter)) taken.add(p);
    }

    /** {@code release NAME}: what was kept under that name arrives. */
    void release(World world, String[] w) {
        List<World.Packet> taken = held.remove(w[1]);
        if (taken != null) taken.forEach(world::deliver);
    }
}
