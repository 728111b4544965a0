package io.ringfence.internal;

import static io.ringfence.internal.Messages.append;
import static io.ringfence.internal.Messages.before;
import static io.ringfence.internal.Messages.entry;
import static io.ringfence.internal.Messages.open;
import static io.ringfence.internal.Messages.probe;
import static io.ringfence.internal.Messages.vote;
import static io.ringfence.internal.ReplicaFixture.L1;
import static io.ringfence.internal.ReplicaFixture.L2;
import static io.ringfence.internal.ReplicaFixture.ROSTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import akka.actor.testkit.typed.javadsl.TestInbox;
import io.ringfence.persistence.CorruptRecord;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.LeaderId;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;
import io.ringfence.protocol.Standing;
import io.ringfence.protocol.Term;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell of a replica persists, and then acts. */
class ReplicaActorTest {
    private ReplicaFixture r1;

    @BeforeEach
    void start() {
        r1 = new ReplicaFixture();
    }

    @AfterEach
    void stop() {
        r1.close();
    }

    @Test
    @DisplayName("V1 term and vote are what they were before the restart")
    void termAndVoteOutliveTheProcess() {
        r1.say(vote(7, L1, ROSTER));
        r1.restart();
        assertThat(r1.look().state().term()).isEqualTo(Term.of(7));
        assertThat(r1.look().state().vote()).contains(L1);

        r1.say(vote(8, L1, Roster.of("another", "r1")));
        r1.restart();
        assertThat(r1.look().state().term()).isEqualTo(Term.of(8));
        assertThat(r1.look().state().vote()).isEmpty();
    }

    @Test
    @DisplayName("V3 a vote that was granted is spent, also after a restart")
    void aSpentVoteStaysSpent() {
        assertThat(r1.say(vote(7, L1, ROSTER))).isInstanceOf(Message.Granted.class);
        r1.restart();
        assertThat(r1.say(vote(7, L2, ROSTER))).isInstanceOf(Message.VoteTaken.class);
        assertThat(r1.say(vote(7, L1, ROSTER))).isInstanceOf(Message.Granted.class);
    }

    @Test
    @DisplayName("V3 killed after the write and before the answer left, the vote is spent")
    void aVoteIsSpentBeforeItIsTold() {
        r1.incarnation();
        r1.disk().hang();
        r1.tell(vote(7, L1, ROSTER));
        r1.leader().awaitAssert(() -> assertThat(r1.disk().isWriting()).isTrue());
        r1.kill();
        r1.disk().heal();
        r1.start();
        assertThat(r1.say(vote(7, L2, ROSTER))).isInstanceOf(Message.VoteTaken.class);
        r1.leader().expectNoMessage();
    }

    static Stream<Message> changesOfTerm() {
        LeaderId home = new LeaderId(ReplicaId.of("r1"), "L0");
        return Stream.of(
                vote(7, home, ROSTER),
                vote(7, L1, ROSTER),
                vote(7, L1, Roster.of("counter", "r1", "r2")),
                append(7, L1, EntryId.ZERO, 0));
    }

    @ParameterizedTest
    @MethodSource("changesOfTerm")
    @DisplayName("V4 a term or vote is written before any message says it")
    void theWriteComesFirst(Message message) {
        r1.incarnation();
        TestInbox<LeaderActor.Command> network = TestInbox.create();
        List<String> written = new CopyOnWriteArrayList<>();
        r1.disk()
                .watch(
                        event -> {
                            String line = Describe.event((Event) event);
                            written.add(network.hasMessages() ? "too late: " + line : line);
                        });
        r1.tell(message, network.getRef());
        r1.leader().awaitAssert(() -> network.hasMessages() ? null : fail("no answer yet"));
        LeaderActor.Answered answered = (LeaderActor.Answered) network.receiveMessage();
        assertThat(answered.answer().term()).isEqualTo(Term.of(7));
        assertThat(written).hasSize(1);
        assertThat(written.get(0)).matches("(TermAdvanced|VoteGranted) term=7.*");
    }

    @ParameterizedTest
    @MethodSource("changesOfTerm")
    @DisplayName("V5 when the write fails nothing is said, granted or adopted")
    void aWriteThatFailsChangesNothing(Message message) {
        FollowerState before = r1.look().state();
        r1.disk().fail(1, Event.class);
        r1.tell(message);
        assertThat(r1.say(probe()).term()).isEqualTo(Term.ZERO);
        assertThat(r1.look().state()).isEqualTo(before);
        assertThat(r1.disk().size()).isEqualTo(1);
        assertThat(r1.say(message).term()).isEqualTo(Term.of(7));
    }

    @Test
    @DisplayName("F7 a live follower that adopted a term fences the older ones after a restart")
    void theFenceOutlivesTheProcess() {
        r1.say(append(6, L1, EntryId.ZERO, 0));
        r1.restart();
        Message.Answer answer = r1.say(append(5, L2, EntryId.ZERO, 0));
        assertThat(answer).isInstanceOf(Message.Fenced.class);
        assertThat(answer.term()).isEqualTo(Term.of(6));
    }

    @Test
    @DisplayName("V7 a corrupt record refuses to start, with the reason, and loses nothing")
    void aCorruptRecordRefusesToStart() {
        r1.say(vote(7, L1, ROSTER));
        int rows = r1.disk().size();
        r1.disk().damage(rows - 1, ReplicaActorTest::flipped);
        r1.restart();
        GroupActor.RecoveryFailed failed =
                r1.group().expectMessageClass(GroupActor.RecoveryFailed.class);
        assertThat(failed.cause()).isInstanceOf(CorruptRecord.class).hasMessageContaining("E1");
        assertThat(Permanent.is(failed.cause())).isTrue();
        assertThat(r1.disk().size()).isEqualTo(rows);
        r1.leader().expectNoMessage();

        r1.disk().damage(rows - 1, ReplicaActorTest::flipped);
        assertThat(r1.look().state().vote()).contains(L1);
    }

    private static byte[] flipped(byte[] bytes) {
        bytes[bytes.length - 1] ^= 1;
        return bytes;
    }

    @Test
    @DisplayName("V19 a patient killed in the middle of its cure is still a patient")
    void aPatientInTheMiddleOfItsCureIsStillOne() {
        r1.say(open(7, L1, before(r1.founding(1))));
        r1.say(append(7, L1, EntryId.ZERO, 0, entry(1, 1, "1"), entry(1, 2, "2")));
        assertThat(r1.look().state().log().lastId()).isEqualTo(EntryId.of(1, 2));
        r1.restart();
        assertThat(r1.look().state().standing().kind()).isEqualTo(Standing.Kind.PATIENT);
        assertThat(r1.look().state().log().lastId()).isEqualTo(EntryId.of(1, 2));
        assertThat(r1.say(vote(8, L2, ROSTER))).isInstanceOf(Message.Refused.class);
    }

    @Test
    @DisplayName("V19 a quarantined replica that restarts is still a patient")
    void aQuarantinedReplicaIsStillOneAfterARestart() {
        found();
        r1.say(append(1, L1, EntryId.ZERO, 2, entry(1, 1, "1"), entry(1, 2, "2")));
        r1.say(open(2, L2, r1.look().state().founding().get()));
        // A leader whose log contradicts what is committed here: whichever is damaged, ours stops.
        r1.tell(append(2, L2, EntryId.of(1, 1), 2, entry(2, 2, "3")));
        r1.leader()
                .awaitAssert(() -> assertThat(r1.look().state().standing().isPatient()).isTrue());
        r1.restart();
        assertThat(r1.look().state().cure().quarantine()).isPresent();
        assertThat(r1.say(vote(8, L1, ROSTER))).isInstanceOf(Message.Refused.class);
    }

    private void found() {
        r1.say(vote(1, L1, ROSTER));
        Message.Answer accepted = r1.say(new Message.Found(Term.of(1), L1, r1.founding(1)));
        assertThat(accepted).isInstanceOf(Message.FoundAccepted.class);
        r1.say(open(1, L1, r1.look().state().founding().get()));
    }
}
