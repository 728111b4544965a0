package io.ringfence.protocol;

import static io.ringfence.protocol.Replicas.L1;
import static io.ringfence.protocol.Replicas.R2;
import static io.ringfence.protocol.Replicas.entries;
import static io.ringfence.protocol.Replicas.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every thing that the rules speak of has a line of its own, and a sample to prove it. */
class DescribeTest {
    private static <T> void assertEachHasALine(
            Class<T> sealed, List<T> samples, Function<T, String> describe) {
        List<Class<?>> sampled = samples.stream().<Class<?>>map(Object::getClass).toList();
        assertThat(sampled)
                .as("samples of " + sealed.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(Samples.kindsOf(sealed));
        List<String> lines = new ArrayList<>();
        for (T sample : samples) {
            String line = describe.apply(sample);
            assertThat(line).as("the line of " + sample).isNotBlank().doesNotContain("\n");
            lines.add(line);
        }
        assertThat(lines).doesNotHaveDuplicates();
    }

    private static <T> void assertEachIsNamed(List<T> samples, Function<T, String> describe) {
        for (T sample : samples) {
            assertThat(describe.apply(sample)).startsWith(sample.getClass().getSimpleName());
        }
    }

    @Test
    void everyMessageHasALineThatNamesIt() {
        assertEachHasALine(Message.class, Samples.messages(), Describe::message);
        assertEachIsNamed(Samples.messages(), Describe::message);
    }

    @Test
    void everyEventHasALineThatNamesIt() {
        assertEachHasALine(Event.class, Samples.events(), Describe::event);
        assertEachIsNamed(Samples.events(), Describe::event);
    }

    @Test
    void everyActionOfAReplicaHasALine() {
        assertEachHasALine(Action.class, Samples.actions(), Describe::action);
    }

    @Test
    void everyActionOfALeaderHasALine() {
        assertEachHasALine(LeaderAction.class, Samples.leaderActions(), Describe::action);
    }

    @Test
    void everyRejectionHasALineThatNamesIt() {
        assertEachHasALine(Rejection.class, Samples.rejections(), Describe::rejection);
        assertEachIsNamed(Samples.rejections(), Describe::rejection);
    }

    @Test
    void everyServingStateHasALineThatNamesIt() {
        assertEachHasALine(ServingState.class, Samples.servingStates(), Describe::serving);
        assertEachIsNamed(Samples.servingStates(), Describe::serving);
    }

    @Test
    void everyContentHasALine() {
        assertEachHasALine(
                Content.class,
                Samples.contents(),
                content -> Describe.entry(Entry.of(id("1/1"), 0, content)));
    }

    @Test
    void theLineOfAnAppendSaysAllThatItCarries() {
        Message append =
                new Message.Append(
                        Term.of(5),
                        L1,
                        new StreamId(2),
                        id("1/2"),
                        entries("5/3"),
                        Index.of(2),
                        new Round(9));
        assertThat(Describe.message(append))
                .isEqualTo("Append term=5 stream=2 after=1/2 commit=2 round=9 entries=[5/3 5/3]");
    }

    @Test
    void theLineOfAnAnswerSaysWhomItIsFor() {
        Action reply =
                new Action.Reply(
                        new Message.Fenced(
                                Replicas.asVoter(R2), Term.of(5), L1, Boundary.APPLY, Term.of(4)));
        assertThat(Describe.action(reply))
                .isEqualTo("send L1: Fenced boundary=apply term=5 stale=4");
    }

    @Test
    void manyEntriesAreShortened() {
        Event eight = appended(entries("1/1 1/2 1/3 1/4 1/5 1/6 1/7 1/8"));
        Event nine = appended(entries("1/1 1/2 1/3 1/4 1/5 1/6 1/7 1/8 1/9"));
        assertThat(Describe.event(eight)).endsWith("1/7 1/7 1/8 1/8]");
        assertThat(Describe.event(nine)).endsWith("entries=[1/1 1/1 .. 1/9 1/9]");
    }

    private static Event appended(List<Entry> entries) {
        return new Event.EntriesAppended(EntryId.ZERO, entries, Index.ZERO);
    }

    @Test
    void aCommandThatIsNoShortPlainTextIsNotWrittenOut() {
        assertThat(command(Payload.utf8("x"))).isEqualTo("1/1 x");
        assertThat(command(Payload.utf8("0123456789abcdef"))).isEqualTo("1/1 0123456789abcdef");
        assertThat(command(Payload.utf8("0123456789abcdefg"))).isEqualTo("1/1 (17 bytes)");
        assertThat(command(Payload.utf8("a b"))).isEqualTo("1/1 (3 bytes)");
        assertThat(command(Payload.wrap(new byte[] {7}))).isEqualTo("1/1 (1 bytes)");
        assertThat(command(Payload.EMPTY)).isEqualTo("1/1 (0 bytes)");
    }

    private static String command(Payload payload) {
        return Describe.entry(Entry.of(id("1/1"), 0, new Content.Command(payload)));
    }

    @Test
    void theLineOfAReplicaSaysWhatItRemembersAndWhatItKnowsToBeCommitted() {
        FollowerState voter = Replicas.voter(R2, 7, Optional.of(L1), "1/1 1/2", 1);
        assertThat(Describe.replica(voter, Contact.NONE))
                .isEqualTo("r2 term=7 vote=L1 last=1/2 commit=1");
        Contact knowing = Contact.NONE.heard(Index.of(2));
        assertThat(Describe.replica(voter, knowing)).endsWith("commit=2");
        assertThat(Describe.replica(Replicas.patient(R2, 7), Contact.NONE))
                .isEqualTo("r2 term=7 vote=- last=0/0 commit=0 patient");
        assertThat(Describe.replica(Replicas.unfounded(R2), Contact.NONE))
                .isEqualTo("r2 term=0 vote=none last=0/0 commit=0 unfounded");
    }

    @Test
    void theLineOfALeaderSaysItsPhaseAndItsLogOnceItHasOne() {
        LeaderState probing = LeaderScene.probing().state();
        assertThat(Describe.leader(probing)).isEqualTo(probing.id() + " phase=probing term=0");
        LeaderState serving = LeaderScene.serving("1/1").state();
        assertThat(Describe.leader(serving))
                .isEqualTo(serving.id() + " phase=serving term=5 last=5/2 commit=2");
    }

    @Test
    void linesAreTheSameWhateverTheLocale() {
        Locale before = Locale.getDefault();
        Message refused = Samples.answers(Term.of(5), L1).get(4);
        String line = Describe.message(refused);
        String patient = Describe.replica(Replicas.patient(R2, 7), Contact.NONE);
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(Describe.message(refused)).isEqualTo(line);
            assertThat(Describe.replica(Replicas.patient(R2, 7), Contact.NONE))
                    .isEqualTo(patient)
                    .endsWith(" patient");
        } finally {
            Locale.setDefault(before);
        }
    }
}
