package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Runs the rules through simulated worlds: {@code -Dseeds=10000} for that many, {@code -Dseed=7}
 * for one. A failure prints the seed, the step, the property and the command that replays it, and
 * writes its steps as a script.
 */
class SimulationTest {
    private static final int SCRIPT_TAIL = 40;

    @Test
    @DisplayName("F19 in any world of faults every property holds, and a healed group goes on")
    void everyPropertyHoldsInEveryWorld() throws IOException {
        long only = Long.getLong("seed", 0);
        long first = only > 0 ? only : 1;
        long last = only > 0 ? only : Long.getLong("seeds", 300);
        long steps = 0;
        long committed = 0;
        long done = 0;
        long anew = 0;
        long[] snapshots = new long[3];
        long began = System.nanoTime();
        for (long seed = first; seed <= last; seed++) {
            Simulation.Result result = run(SafetyRules.ALL, seed);
            steps += result.ruleSteps();
            committed += result.committed();
            done += result.done();
            anew += result.anew();
            for (int i = 0; i < 3; i++) snapshots[i] += result.snapshots()[i];
            if (seed % 500 == 0) System.out.println(seed + " of " + last + " seeds");
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d seeds, %d rule steps, %.0f steps/s, %d entries committed, %d writes done,"
                        + " %d snapshots taken, %d installed, %d replicas quarantined,"
                        + " %d groups founded anew%n",
                last - first + 1,
                steps,
                steps / seconds,
                committed,
                done,
                snapshots[0],
                snapshots[1],
                snapshots[2],
                anew);
        // Worlds in which nothing happens prove nothing.
        assertThat(committed).isGreaterThan((last - first + 1) * 10);
        assertThat(done).isGreaterThan((last - first + 1) * 5);
        if (only > 0) return;
        assertThat(snapshots[1]).isGreaterThan((last - first + 1) / 2);
        assertThat(anew).isGreaterThan((last - first + 1) / 10);
    }

    @Test
    void theSameSeedIsTheSameRun() {
        List<String> one = trace(5);
        assertThat(one).hasSizeGreaterThan(1_000).isEqualTo(trace(5));
    }

    @Test
    void aFailureIsWrittenAsAScriptThatShowsItAgain() throws IOException {
        checkWritten(Mutant.ADOPT_HOME, "a leader has every committed entry");
    }

    @Test
    void soIsAFailureOfAWorldThatTakesSnapshots() throws IOException {
        checkWritten(Mutant.SNAPSHOT_TOO_LOW, "a snapshot is the state at exactly its entry");
        checkWritten(Mutant.CONDEMNED_BY_ONE, "only the damaged is quarantined");
    }

    @Test
    void soIsAFailureOfAGroupThatWasFoundedAnew() throws IOException {
        checkWritten(Mutant.ORIGIN_IGNORED, "a leader has every committed entry");
    }

    private static void checkWritten(Mutant mutant, String property) throws IOException {
        long seed = 1;
        while (!violates(mutant.rules(), seed, property)) seed++;
        Path script = write(mutant.rules(), "mutant " + mutant + " ", seed);
        String text = Files.readString(script);
        assertThat(text).contains("VIOLATION " + property);
        assertThat(Script.run(text)).isEqualTo(text);
    }

    private static Simulation.Result run(SafetyRules rules, long seed) throws IOException {
        Simulation simulation = new Simulation(rules, seed);
        try {
            return simulation.run();
        } catch (RuntimeException e) {
            Path script = write(rules, "replicas ", seed);
            throw new AssertionError(
                    "seed "
                            + seed
                            + ", step "
                            + simulation.step()
                            + ": "
                            + e.getMessage()
                            + "\nreplay: mvn -pl protocol test -Dtest=SimulationTest -Dseed="
                            + seed
                            + "\nscript: "
                            + script,
                    e);
        }
    }

    /** A seed may violate another property first. */
    private static boolean violates(SafetyRules rules, long seed, String property) {
        try {
            new Simulation(rules, seed).run();
            return false;
        } catch (RuntimeException e) {
            return String.valueOf(e.getMessage()).contains(property);
        }
    }

    /** All steps of the seed, the last ones with what they say. */
    private static Path write(SafetyRules rules, String create, long seed) throws IOException {
        Simulation simulation = new Simulation(rules, seed);
        List<String> commands = new ArrayList<>();
        simulation.record(commands::add);
        try {
            simulation.run();
        } catch (RuntimeException e) {
            commands.add("show");
        }
        int started = simulation.world().nodes().size();
        List<String> steps = commands.subList(started, commands.size());
        int tail = Math.max(0, steps.size() - SCRIPT_TAIL);
        StringBuilder text = new StringBuilder("# Seed " + seed + ", as the simulator ran it\n");
        text.append(create).append(simulation.setting()).append("\nquiet\n");
        for (String command : steps.subList(0, tail)) text.append(command).append('\n');
        text.append("----\n\n");
        for (String command : steps.subList(tail, steps.size())) text.append(command).append('\n');
        text.append("----\n");
        Path file = Path.of("target", "simulation", "seed-" + seed + ".txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, Script.run(text.toString()));
        return file;
    }

    private static List<String> trace(long seed) {
        List<String> lines = new ArrayList<>();
        Simulation simulation = new Simulation(SafetyRules.ALL, seed);
        simulation.world().trace(lines::add);
        simulation.run();
        return lines;
    }
}
