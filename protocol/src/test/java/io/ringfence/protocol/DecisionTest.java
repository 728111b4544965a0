package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTest {
    private static final Event FIRST = new Event.TermAdvanced(Term.of(2));
    private static final Event SECOND = new Event.Quarantined("damage");

    @Test
    void eventsPutBeforeADecisionAreWrittenFirst() {
        Decision decision = new Decision(List.of(SECOND), List.of(new Action.Reset()));
        Decision after = decision.after(List.of(FIRST));
        assertThat(after.events()).isEqualTo(List.of(FIRST, SECOND));
        assertThat(after.actions()).isEqualTo(decision.actions());
        assertThat(decision.after(List.of())).isSameAs(decision);
    }

    @Test
    void nothingIsNoEventAndNoAction() {
        assertThat(Decision.NOTHING.events()).isEmpty();
        assertThat(Decision.NOTHING.actions()).isEmpty();
        assertThat(Decision.act(new Action.Reset()).events()).isEmpty();
    }

    @Test
    void aDecisionKeepsItsOwnLists() {
        List<Event> events = new ArrayList<>(List.of(FIRST));
        Decision decision = new Decision(events, List.of());
        events.clear();
        assertThat(decision.events()).isEqualTo(List.of(FIRST));
    }
}
