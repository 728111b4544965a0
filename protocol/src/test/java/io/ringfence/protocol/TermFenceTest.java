package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermFenceTest {
    private static final TermFence AT_5 = new TermFence(Term.of(5));

    @ParameterizedTest
    @EnumSource(Boundary.class)
    void anOlderTermIsFencedAtEveryBoundary(Boundary boundary) {
        assertThat(AT_5.classify(boundary, Term.of(4)))
                .isEqualTo(new TermFence.Fenced(boundary, Term.of(4), Term.of(5)));
    }

    @ParameterizedTest
    @EnumSource(Boundary.class)
    void theCurrentTermIsAdmittedAtEveryBoundary(Boundary boundary) {
        assertThat(AT_5.classify(boundary, Term.of(5))).isEqualTo(new TermFence.Admitted(boundary));
    }

    @ParameterizedTest
    @EnumSource(Boundary.class)
    void aNewerTermIsAdoptedAtEveryBoundary(Boundary boundary) {
        assertThat(AT_5.classify(boundary, Term.of(6)))
                .isEqualTo(new TermFence.Adopted(boundary, Term.of(6)));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 4, 5, 6, Long.MAX_VALUE})
    @DisplayName("F6 Any number of looks changes nothing")
    void classifyingIsPure(long term) {
        TermFence fence = new TermFence(Term.of(5));
        TermFence.Verdict first = fence.classify(Boundary.LEASE, Term.of(term));
        for (int i = 0; i < 100; i++) {
            assertThat(fence.classify(Boundary.LEASE, Term.of(term))).isEqualTo(first);
        }
        assertThat(fence).isEqualTo(AT_5);
    }

    @Test
    @DisplayName("F6 Adopting never goes backwards")
    void adoptingNeverGoesBackwards() {
        TermFence at10 = new TermFence(Term.of(10));
        assertThat(at10.adopt(Term.of(4))).isEqualTo(at10);
        assertThat(at10.adopt(Term.of(10))).isEqualTo(at10);
        assertThat(at10.adopt(Term.of(11)).current()).isEqualTo(Term.of(11));
        assertThat(at10.adopt(Term.of(11)).adopt(Term.of(4)).current()).isEqualTo(Term.of(11));
    }

    @Test
    @DisplayName("F5 A holder's older token is fenced with both terms named")
    void anOlderTokenIsFencedWithBothTerms() {
        TermFence.Verdict verdict = AT_5.adopt(Term.of(7)).classify(Boundary.LEASE, Term.of(5));
        assertThat(verdict).isEqualTo(new TermFence.Fenced(Boundary.LEASE, Term.of(5), Term.of(7)));
    }

    @Test
    void beforeTheFirstElectionOnlyZeroIsCurrent() {
        TermFence fresh = new TermFence(Term.ZERO);
        assertThat(fresh.classify(Boundary.VOTE, Term.ZERO))
                .isEqualTo(new TermFence.Admitted(Boundary.VOTE));
        assertThat(fresh.classify(Boundary.VOTE, Term.of(1)))
                .isEqualTo(new TermFence.Adopted(Boundary.VOTE, Term.of(1)));
    }
}
