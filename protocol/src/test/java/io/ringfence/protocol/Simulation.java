package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A seed's run: first faults of every kind at any moment, and safety; then everything heals, and
 * the group must make progress.
 */
final class Simulation {
    /** What a run did. */
    record Result(long ruleSteps, long committed, long done, long[] snapshots, long anew) {}

    private static final int FAULTY_STEPS = 2_500;
    private static final int DISASTERS_MAX = 2;
    private static final int HEAL_ROUNDS = 3_000;

    private final World world;
    private final SplittableRandom chance;
    private final List<SimNode> nodes;
    private final SimDisks disks;
    private final SimSettings settings;
    private final Set<SimNode> paused = new LinkedHashSet<>();
    private final SimTemper temper;
    private final int stormPerMille;
    private final int mendPerMille;
    private Consumer<String> recorder;
    private final boolean losesMajority;
    private boolean wipedBefore;
    private int step;

    Simulation(SafetyRules rules, long seed) {
        this.chance = new SplittableRandom(seed);
        this.losesMajority = seed % 5 == 0;
        int replicas = chance.nextInt(8) == 0 ? 5 : 3;
        boolean hasty = chance.nextInt(3) == 0;
        this.settings = seed % 2 == 0 ? snapshots(hasty) : SimSettings.plain(hasty);
        this.world = new World(rules, replicas, settings);
        this.nodes = new ArrayList<>(world.nodes().values());
        this.disks = new SimDisks(world, nodes);
        this.temper = SimTemper.values()[chance.nextInt(SimTemper.values().length)];
        this.stormPerMille = 2 + chance.nextInt(temper.stormMaxPerMille);
        this.mendPerMille = 10 + chance.nextInt(40);
    }

    private SimSettings snapshots(boolean hasty) {
        int every = 4 + chance.nextInt(5);
        int tail = chance.nextInt(4);
        int heldBytes = chance.nextInt(3) == 0 ? 500 : 1_000_000;
        int everyBytes = chance.nextInt(2) * (150 + chance.nextInt(500));
        return SimSettings.withSnapshots(hasty, every, tail, heldBytes, everyBytes);
    }

    World world() {
        return world;
    }

    /** Gets each operation as a command of {@link Script}, before it is done. */
    void record(Consumer<String> commands) {
        recorder = commands;
    }

    private void recorded(Object... words) {
        if (recorder == null) return;
        StringBuilder command = new StringBuilder();
        for (Object word : words) command.append(command.length() == 0 ? "" : " ").append(word);
        recorder.accept(command.toString());
    }

    private void start(SimNode n) {
        recorded("recover", n);
        world.start(n);
    }

    private void crash(SimNode n) {
        recorded("crash", n);
        world.crash(n);
    }

    private void lead(SimNode n) {
        recorded("lead", n);
        world.lead(n);
    }

    private void unlead(SimNode n) {
        recorded("unlead", n);
        world.unlead(n);
    }

    private void arm(SimNode n, SimNode.Crash crash) {
        recorded("arm", n, crash.name().toLowerCase(Locale.ROOT));
        n.crash = crash;
    }

    private void tick(SimNode n, long millis, long jump) {
        long bits = chance.nextLong();
        recorded("tick", n, millis, jump, bits);
        world.tick(n, millis, jump, bits);
    }

    private void deliver(int position) {
        recorded("deliver #" + position);
        world.deliver(world.take(position));
    }

    private void cut(SimNode from, SimNode to) {
        recorded("cut", from + ">" + to);
        world.cut(from.id, to.id);
    }

    private void healNetwork() {
        recorded("heal");
        world.healNetwork();
    }

    private void propose(SimNode n) {
        recorded("propose", n);
        world.propose(n);
    }

    /** How a script creates this world. */
    String setting() {
        return nodes.size() + settings.toString();
    }

    int step() {
        return step;
    }

    Result run() {
        for (SimNode n : nodes) start(n);
        lead(any());
        faultySteps();
        for (int i = 0; losesMajority && i < DISASTERS_MAX && foundAnew(); i++) faultySteps();
        heal();
        if (settings.takesSnapshots() && chance.nextInt(3) == 0) diverge();
        for (SimNode n : nodes) unlead(n);
        world.ledger().onEnd();
        Ledger ledger = world.ledger();
        return new Result(
                world.ruleSteps(),
                ledger.committedEntries(),
                ledger.done(),
                ledger.snapshots(),
                ledger.anew());
    }

    private void faultySteps() {
        for (int i = 0; i < FAULTY_STEPS; i++) {
            step++;
            faultyStep();
        }
    }

    /** All disks but one are lost, and the operator founds the group anew from that. */
    private boolean foundAnew() {
        List<SimNode> sound = disks.sound();
        if (sound.isEmpty()) return false;
        SimNode chosen = sound.get(chance.nextInt(sound.size()));
        paused.clear();
        // No process of the group runs any more, and so nothing of it is on its way.
        for (SimNode n : nodes) if (n.up) crash(n);
        while (!world.network().isEmpty()) lose(0);
        for (SimNode n : nodes) if (n != chosen) erase(n);
        recorded("found-anew", chosen);
        world.foundAnew(chosen);
        for (SimNode n : nodes) start(n);
        lead(any());
        return true;
    }

    private void erase(SimNode n) {
        recorded("wipe", n);
        world.wipe(n);
    }

    private SimNode any() {
        return nodes.get(chance.nextInt(nodes.size()));
    }

    private void faultyStep() {
        int dice = chance.nextInt(1_000);
        if (dice < stormPerMille) fault();
        else if (dice < stormPerMille + mendPerMille) mend();
        else if (dice < 200) tickAny();
        else if (dice < 300) client();
        else if (settings.takesSnapshots() && dice < 480) work(any());
        else network();
        if (world.network().size() > 200) lose(chance.nextInt(100));
    }

    private void tickAny() {
        SimNode n = any();
        if (paused.contains(n)) return;
        int dice = chance.nextInt(200);
        long millis = dice == 0 ? 5_000 : 5 + chance.nextInt(150);
        long jump = dice == 1 ? chance.nextInt(2_000_000) - 1_000_000 : 0;
        tick(n, millis, jump);
    }

    private void client() {
        SimNode n = any();
        if (!n.up || !n.leading || paused.contains(n)) return;
        if (chance.nextInt(3) != 0) {
            propose(n);
            return;
        }
        if (settings.takesSnapshots() && chance.nextInt(40) == 0) {
            recorded("mark", n);
            world.mark(n);
            return;
        }
        recorded("read", n);
        world.read(n);
    }

    /** A step of what a process does beside its messages. */
    private void work(SimNode n) {
        if (paused.contains(n) || !n.up || n.store.jobs.isEmpty()) return;
        recorded("work", n, 1);
        world.work(n);
    }

    /** Delivers, mostly in order; also late, twice or never. What stays on a node is not lost. */
    private void network() {
        int waiting = world.network().size();
        if (waiting == 0) {
            tickAny();
            return;
        }
        boolean inOrder = chance.nextInt(3) != 0;
        int position = inOrder ? 0 : chance.nextInt(waiting);
        World.Packet p = world.network().get(position);
        if (paused.contains(world.node(p.to()))) return;
        boolean local = p.from().equals(p.to());
        int dice = chance.nextInt(100);
        if (dice < 4) {
            // Twice: once now, once later.
            recorded("again #" + position);
            world.deliver(p);
        } else if (dice < 8 && !local) {
            lose(position);
        } else {
            deliver(position);
        }
    }

    private void lose(int position) {
        recorded("lose #" + position);
        world.take(position);
    }

    private void fault() {
        SimNode n = target();
        int dice = chance.nextInt(temper.total());
        if ((dice -= temper.crash) < 0) {
            if (n.up) crash(n);
        } else if ((dice -= temper.tear) < 0) {
            SimNode.Crash[] kinds = SimNode.Crash.values();
            arm(n, kinds[1 + chance.nextInt(kinds.length - 1)]);
        } else if ((dice -= temper.wipe) < 0) {
            wipe(n);
        } else if ((dice -= temper.partition) < 0) {
            if (chance.nextInt(3) == 0) paused.add(n);
            else partition(n);
        } else if (n.leading) {
            unlead(n);
            // The leader's actor restarts, its mailbox lives on.
            if (chance.nextBoolean()) lead(n);
        } else {
            lead(n);
        }
    }

    /** Faults find the leader more often than chance would. */
    private SimNode target() {
        if (chance.nextBoolean()) return any();
        for (SimNode n : nodes) if (n.up && n.leading) return n;
        return any();
    }

    /** What operators and the singleton's manager do: processes come back, a leader is placed. */
    private void mend() {
        if (chance.nextInt(4) == 0) healNetwork();
        SimNode n = any();
        if (chance.nextInt(4) == 0) paused.remove(n);
        if (!n.up) start(n);
        // A paused process is given up by the others, and still there when it continues.
        boolean placed =
                nodes.stream().anyMatch(each -> each.up && each.leading && !paused.contains(each));
        if (!placed && !n.leading) lead(n);
    }

    private void partition(SimNode n) {
        boolean full = chance.nextBoolean();
        for (SimNode other : nodes) {
            if (other == n || !full && chance.nextBoolean()) continue;
            int way = full ? 2 : chance.nextInt(3);
            if (way != 0) cut(n, other);
            if (way != 1) cut(other, n);
        }
    }

    private void wipe(SimNode n) {
        if (!disks.maySpare(n, wipedBefore)) return;
        if (chance(settings.takesSnapshots(), 2) && n.recovered().snapshot().isPresent()) {
            int chunk = chance.nextInt(3);
            recorded("flip", n, chunk);
            world.flip(n, chunk);
            return;
        }
        if (!world.ledger().isFounded()) wipedBefore = true;
        if (n.up) crash(n);
        erase(n);
    }

    /** One time in so many, and never where that says nothing: other worlds stay as they are. */
    private boolean chance(boolean possible, int oneIn) {
        return possible && chance.nextInt(oneIn) == 0;
    }

    private void heal() {
        paused.clear();
        healNetwork();
        for (SimNode n : nodes) {
            arm(n, SimNode.Crash.NONE);
            if (!n.up) start(n);
            if (n.leading) unlead(n);
        }
        lead(any());
        long before = world.ledger().done();
        for (int round = 0; round < HEAL_ROUNDS; round++) {
            calmRound(round);
            if (world.ledger().done() > before + 3 && isWhole()) return;
        }
        throw new PropertyViolation(
                "progress after the heal",
                "no write was done, or a replica lags, after "
                        + HEAL_ROUNDS
                        + " rounds: "
                        + summary());
    }

    /** Ever fewer writes: who writes faster than a snapshot travels is never caught up with. */
    private void calmRound(int round) {
        stillRound();
        if (round % (1 + round / 200) != 0) return;
        for (SimNode n : nodes) if (n.serves()) propose(n);
    }

    private void stillRound() {
        step++;
        int burst = world.network().size();
        for (int i = 0; i < burst; i++) deliver(0);
        for (SimNode n : nodes) tick(n, 20, 0);
        for (SimNode n : nodes) for (int i = 0; i < 2; i++) work(n);
    }

    /** The state of one replica is altered: it alone is quarantined, and then cured (N11). */
    private void diverge() {
        // One that lags as well would leave no quorum that agrees on anything.
        for (int round = 0; round < HEAL_ROUNDS && !isEven(); round++) stillRound();
        if (!isEven()) throw new PropertyViolation("all catch up when nobody writes", summary());
        SimNode victim = any();
        if (chance.nextBoolean()) {
            recorded("alter", victim);
            world.alter(victim);
        } else {
            recorded("misapply", victim);
            world.misapply(victim);
        }
        for (int round = 0; round < HEAL_ROUNDS; round++) {
            calmRound(round);
            // A snapshot that was on its way to it anyhow has mended it as well.
            if (!victim.altered && isWhole()) return;
        }
        throw new PropertyViolation(
                "divergence is found and cured", victim + " is altered still: " + summary());
    }

    private boolean isEven() {
        return nodes.stream().allMatch(n -> n.applied == world.ledger().committedEntries());
    }

    private boolean isWhole() {
        long least = world.ledger().committedEntries() - 40;
        return nodes.stream().allMatch(n -> n.state.standing().isVoter() && n.applied >= least);
    }

    private String summary() {
        StringBuilder text = new StringBuilder();
        for (SimNode n : nodes) text.append("\n  ").append(n.line());
        return text.toString();
    }
}
