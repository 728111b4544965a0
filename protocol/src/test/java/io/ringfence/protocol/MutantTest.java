package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each safety rule is switched off in turn, and the simulator must find a violation. */
@DisplayName("F20 without any one of its rules the protocol fails, and the simulator sees it")
class MutantTest {
    private static final int SEEDS_MAX = 2_500;

    /**
     * Chance finds these only after very many worlds: each has a script of its shortest schedule in
     * {@code testdata/mutants} instead.
     */
    static final Set<Mutant> SCRIPTED =
            EnumSet.of(
                    Mutant.COUNT_OLD_EPOCHS,
                    Mutant.MATCH_END_OF_LOG,
                    Mutant.CURED_UNCOMMITTED,
                    Mutant.PATIENTS_COUNT,
                    Mutant.PATIENTS_ACKNOWLEDGE,
                    Mutant.OLD_INCARNATION_GRANTS,
                    Mutant.VOTE_KEPT_ON_ADOPTION,
                    Mutant.RESYNCHRONISED_FROM_ANYBODY);

    /** Only worlds that take snapshots, those of even seeds, can find these. */
    private static final Set<Mutant> OF_SNAPSHOTS =
            EnumSet.range(Mutant.SNAPSHOT_TOO_HIGH, Mutant.CONDEMNED_BY_ONE);

    static Stream<Mutant> foundByChance() {
        return EnumSet.complementOf(EnumSet.copyOf(SCRIPTED)).stream();
    }

    @ParameterizedTest
    @MethodSource("foundByChance")
    void theSimulatorFindsOut(Mutant mutant) {
        long seed = OF_SNAPSHOTS.contains(mutant) ? 0 : -1;
        String found = null;
        for (int i = 0; i < SEEDS_MAX && found == null; i++) {
            seed += 2;
            found = violation(mutant, seed);
        }
        assertThat(found).as("what %d seeds found of %s", SEEDS_MAX, mutant).isNotNull();
    }

    private static String violation(Mutant mutant, long seed) {
        try {
            new Simulation(mutant.rules(), seed).run();
            return null;
        } catch (RuntimeException e) {
            return "seed " + seed + ": " + e.getMessage();
        }
    }
}
