package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An interaction script: what exactly happens when these replicas meet. Stanzas of commands, then
 * {@code ----}, then the exact output; {@code docs/testing.md} lists the commands.
 */
final class Script {
    private static final Pattern LEADER_NAME = Pattern.compile("\\br\\d+-[0-9a-z]{6,}\\b");
    private static final Pattern NONCE = Pattern.compile("(?<=\\bnonce=)\\d{6,}\\b");
    private static final Pattern NAMED =
            Pattern.compile("(?m)^(?:say |name |given .*vote=)(L\\d+)\\b");

    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final Map<String, String> nonces = new LinkedHashMap<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final ScriptShelf shelf = new ScriptShelf();
    private final List<String> output = new ArrayList<>();
    private World world;
    private boolean quiet;
    private long chance;

    /** The script with the output that its commands give now. */
    static String run(String text) {
        Script script = new Script();
        NAMED.matcher(text).results().forEach(m -> script.names.add(m.group(1)));
        StringBuilder result = new StringBuilder();
        boolean skipping = false;
        List<String> stanza = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            if (skipping && !line.isEmpty()) continue;
            skipping = false;
            if (line.equals("----")) {
                result.append("----\n").append(script.play(stanza));
                stanza.clear();
                skipping = true;
                continue;
            }
            if (!line.isBlank() && !line.startsWith("#")) stanza.add(line);
            result.append(line).append('\n');
        }
        if (!stanza.isEmpty()) throw new IllegalArgumentException("no ---- after " + stanza);
        return result.toString().stripTrailing() + "\n";
    }

    private String play(List<String> stanza) {
        output.clear();
        quiet = false;
        for (String command : stanza) {
            try {
                execute(command.trim().split("\\s+"));
            } catch (PropertyViolation | Invariants.Violation e) {
                // Never in silence.
                output.add("VIOLATION " + e.getMessage());
            }
        }
        StringBuilder text = new StringBuilder();
        for (String line : output) text.append(aliased(line)).append('\n');
        return output.isEmpty() ? "(nothing)\n" : text.toString();
    }

    /**
     * Leaders are L1, L2 … in the order in which a script first shows them, but for the names that
     * it gives itself; the nonces of their probes n1, n2 …
     */
    private String aliased(String line) {
        String named = LEADER_NAME.matcher(line).replaceAll(m -> leaderAlias(m.group()));
        return NONCE.matcher(named).replaceAll(m -> nonceAlias(m.group()));
    }

    private String leaderAlias(String leader) {
        String known = aliases.get(leader);
        if (known != null) return known;
        int next = aliases.size() + 1;
        while (names.contains("L" + next)) next++;
        names.add("L" + next);
        aliases.put(leader, "L" + next);
        return "L" + next;
    }

    private String nonceAlias(String nonce) {
        return nonces.computeIfAbsent(nonce, n -> "n" + (nonces.size() + 1));
    }

    private void print(String line) {
        if (!quiet) output.add(line);
    }

    private void execute(String[] w) {
        switch (w[0]) {
            case "replicas" -> create(SafetyRules.ALL, w, 1);
            case "mutant" -> create(Mutant.valueOf(w[1]).rules(), w, 2);
            case "quiet" -> quiet = true;
            case "loud" -> quiet = false;
            case "given" -> nodes(w[1]).forEach(n -> ScriptGiven.write(world, n, w));
            case "recover" -> nodes(w[1]).forEach(world::start);
            case "crash" -> nodes(w[1]).forEach(world::crash);
            case "restart" -> restart(node(w[1]));
            case "arm" -> node(w[1]).crash = crash(w[2]);
            case "alter" -> world.alter(node(w[1]));
            case "misapply" -> world.misapply(node(w[1]));
            case "flip" -> world.flip(node(w[1]), Integer.parseInt(w[2]));
            case "damage" -> node(w[1]).damaged = true;
            case "work" -> work(w);
            case "flow" -> flow();
            case "store" -> print(w[1] + " stores" + node(w[1]).store.describe());
            case "found-anew" -> world.foundAnew(node(w[1]));
            case "wipe" -> world.wipe(node(w[1]));
            case "lead" -> lead(w);
            case "name" -> aliases.put(node(w[2]).leader.id().name(), w[1]);
            case "unlead" -> world.unlead(node(w[1]));
            case "tick" -> tick(w);
            case "cut" -> cut(w[1]);
            case "heal" -> world.healNetwork();
            case "propose" -> propose(w);
            case "mark" -> world.mark(node(w[1]));
            case "read" -> world.read(node(w[1]));
            case "say" -> ScriptGiven.say(world, w);
            case "settle" -> settle();
            case "mend" -> mend(node(w[1]));
            case "log" -> print(ScriptGiven.log(node(w[1])));
            case "stamps" -> print(ScriptGiven.stamps(node(w[1])));
            case "late" ->
                    print("late answers at " + w[1] + ": " + node(w[1]).leader.lateAnswers());
            case "show" -> show();
            case "network" -> world.network().forEach(p -> print(packet(p)));
            default -> network(w);
        }
    }

    /** {@code replicas N [hasty] [snapshots=5/2]}; {@code mutant NAME N …}: all rules but one. */
    private void create(SafetyRules rules, String[] w, int count) {
        SimSettings settings = SimSettings.parse(w, count + 1);
        world = new World(rules, Integer.parseInt(w[count]), settings);
        for (SimNode n : world.nodes().values()) world.start(n);
        world.trace(this::print);
    }

    private SimNode node(String name) {
        return world.node(ReplicaId.of(name));
    }

    private List<SimNode> nodes(String name) {
        return name.equals("all") ? List.copyOf(world.nodes().values()) : List.of(node(name));
    }

    /** {@code lead r1 [roster=h:r1,r2]}: perhaps as configured otherwise than the replicas. */
    private void lead(String[] w) {
        SimNode n = node(w[1]);
        world.lead(n);
        if (w.length == 2) return;
        LeaderState.Seat seat = n.leader.seat();
        n.leader = LeaderState.blank(ScriptGiven.roster(world, w), n.id, seat.settings());
    }

    /** The actor of a replica restarts from its journal; a leader on that node lives on. */
    private void restart(SimNode n) {
        n.state = n.recovered();
        n.contact = Contact.NONE.at(n.nowMillis);
        print(Describe.replica(n.state, n.contact) + " (restarted)");
        world.recover(n);
    }

    private static SimNode.Crash crash(String name) {
        return SimNode.Crash.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private void tick(String[] w) {
        long millis = w.length > 2 ? Long.parseLong(w[2]) : 100;
        long jump = w.length > 3 ? Long.parseLong(w[3]) : 0;
        for (SimNode n : nodes(w[1])) {
            long bits = w.length > 4 ? Long.parseLong(w[4]) : fresh();
            world.tick(n, millis, jump, bits);
        }
    }

    private long fresh() {
        chance += 0x9E3779B97F4A7C15L;
        return chance >>> 1;
    }

    private void cut(String way) {
        if (way.contains(">")) {
            String[] ends = way.split(">");
            world.cut(ReplicaId.of(ends[0]), ReplicaId.of(ends[1]));
            return;
        }
        for (SimNode other : world.nodes().values()) {
            if (other.id.name().equals(way)) continue;
            world.cut(other.id, ReplicaId.of(way));
            world.cut(ReplicaId.of(way), other.id);
        }
    }

    private void propose(String[] w) {
        if (w.length == 2) world.propose(node(w[1]));
        for (int i = 2; i < w.length; i++) world.propose(node(w[1]), w[i]);
    }

    private void network(String[] w) {
        switch (w[0]) {
            case "deliver" -> deliver(w);
            case "next" -> next(w);
            case "hold" -> shelf.hold(world, w);
            case "copy" -> shelf.copy(world, w);
            case "release" -> shelf.release(world, w);
            case "again" -> world.deliver(world.network().get(position(w[1])));
            case "lose" -> lose(w);
            default -> throw new IllegalArgumentException("no command " + String.join(" ", w));
        }
    }

    private static int position(String word) {
        return Integer.parseInt(word.substring(1));
    }

    /** Without more words: all, and what follows from it, until nothing is on its way. */
    private void deliver(String[] w) {
        if (w.length > 1 && w[1].startsWith("#")) {
            world.deliver(world.take(position(w[1])));
            return;
        }
        int next = ScriptShelf.first(world, w);
        for (int i = 0; next >= 0 && i < 10_000; i++) {
            world.deliver(world.take(next));
            next = ScriptShelf.first(world, w);
        }
    }

    private void lose(String[] w) {
        if (w.length > 1 && w[1].startsWith("#")) {
            world.take(position(w[1]));
            return;
        }
        for (int next = ScriptShelf.first(world, w);
                next >= 0;
                next = ScriptShelf.first(world, w)) {
            print("  lost: " + packet(world.take(next)));
        }
    }

    /** The first packet that fits, and not what follows from it. */
    private void next(String[] w) {
        int position = ScriptShelf.first(world, w);
        if (position >= 0) world.deliver(world.take(position));
    }

    private static String packet(World.Packet p) {
        String to = p.toLeader() ? "the leader at " + p.to() : p.to().name();
        return p.from() + " to " + to + ": " + Describe.message(p.message());
    }

    /** {@code work r1 2}: so many steps of what that process does beside; without a number, all. */
    private void work(String[] w) {
        int steps = w.length > 2 ? Integer.parseInt(w[2]) : Integer.MAX_VALUE;
        for (SimNode n : nodes(w[1])) {
            int left = steps;
            while (left > 0 && world.work(n)) left--;
        }
    }

    private boolean workAll() {
        boolean worked = false;
        for (SimNode n : world.nodes().values()) while (world.work(n)) worked = true;
        return worked;
    }

    /** Everything is delivered and done until nothing moves. */
    private void flow() {
        for (int i = 0; i < 1_000; i++) {
            boolean moved = !world.network().isEmpty();
            while (!world.network().isEmpty()) world.deliver(world.take(0));
            if (!workAll() && !moved) return;
        }
    }

    /** Time passes and everything is delivered until some leader serves and nothing more moves. */
    private void settle() {
        for (int round = 0; round < 500; round++) {
            for (int i = 0; !world.network().isEmpty() && i < 1_000; i++) {
                world.deliver(world.take(0));
            }
            workAll();
            boolean serving =
                    world.nodes().values().stream()
                            .anyMatch(n -> n.up && n.leader.phase() == LeaderPhase.SERVING);
            if (serving && round > 20) return;
            for (SimNode n : world.nodes().values()) world.tick(n, 60, 0, fresh());
        }
        print("(no leader serves)");
    }

    /** As a seed ends: all faults are over, one leader is placed, and the group must go on. */
    private void mend(SimNode home) {
        world.healNetwork();
        for (SimNode n : world.nodes().values()) {
            n.crash = SimNode.Crash.NONE;
            if (!n.up) world.start(n);
            if (n.leading) world.unlead(n);
        }
        world.lead(home);
        settle();
        boolean served = false;
        for (SimNode n : world.nodes().values()) {
            if (!n.leading || n.leader.phase() != LeaderPhase.SERVING) continue;
            world.propose(n, "mended");
            served = true;
        }
        settle();
        if (served) return;
        throw new PropertyViolation("progress after the heal", "no leader serves");
    }

    private void show() {
        SortedMap<ReplicaId, SimNode> nodes = new TreeMap<>(world.nodes());
        for (SimNode n : nodes.values()) {
            String down = n.up ? "" : " (down)";
            FollowerState state = n.up ? n.state : n.recovered();
            print(Describe.replica(state, n.contact) + " applied=" + n.applied + down);
            if (n.up && n.leading) {
                print(
                        "  "
                                + Describe.leader(n.leader)
                                + " "
                                + Describe.serving(n.leader.serving()));
            }
        }
    }
}
