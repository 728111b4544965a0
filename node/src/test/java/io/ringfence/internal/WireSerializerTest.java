package io.ringfence.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import com.typesafe.config.ConfigFactory;
import io.ringfence.ReplicaStatus;
import io.ringfence.api.Outcome;
import io.ringfence.persistence.CorruptRecord;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Resync;
import io.ringfence.protocol.ServingState;
import io.ringfence.protocol.Standing;
import io.ringfence.protocol.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes from node to node arrives as it was. */
class WireSerializerTest {
    private static final ActorTestKit KIT =
            ActorTestKit.create("test", ConfigFactory.load(ConfigFactory.empty()));
    private static final SerializerWithStringManifest SERIALIZER =
            (SerializerWithStringManifest)
                    SerializationExtension.get(KIT.system())
                            .serializerByIdentity()
                            .apply(WireSerializer.IDENTIFIER);

    private final TestProbe<LeaderActor.Command> leader = KIT.createTestProbe();
    private final TestProbe<RouterActor.Command> router = KIT.createTestProbe();
    private final TestProbe<StatusActor.Reported> reader = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private List<Wire> samples() {
        Payload payload = Payload.utf8("x");
        List<Wire> samples = new ArrayList<>();
        samples.add(new ReplicaActor.Deliver(leader.getRef(), Messages.probe()));
        samples.add(new ReplicaActor.Hand(Messages.piece()));
        samples.add(new LeaderActor.Answered(answer()));
        samples.add(new LeaderActor.Submit(1, payload, router.getRef()));
        samples.add(new LeaderActor.Mark(3, router.getRef()));
        samples.add(new LeaderActor.Query(Long.MAX_VALUE, payload, router.getRef()));
        for (Outcome<Payload> outcome : outcomes()) {
            samples.add(new RouterActor.Settled(-1, outcome));
        }
        for (ServingState state : states()) {
            samples.add(new RouterActor.ServingChanged(Term.of(3), state, leader.getRef()));
            samples.add(new StatusActor.Reported(status(state)));
        }
        samples.add(new StatusActor.Report(reader.getRef()));
        return samples;
    }

    private static Message.Answer answer() {
        Standing from =
                new Standing(ReplicaId.of("r1"), Incarnation.first("i"), Standing.Kind.VOTER);
        return new Message.VoteTaken(from, Term.of(2), ReplicaFixture.L1, ReplicaFixture.L2);
    }

    private static List<Outcome<Payload>> outcomes() {
        List<Outcome<Payload>> outcomes = new ArrayList<>();
        outcomes.add(new Outcome.Done<>(Payload.EMPTY, EntryId.of(2, 7)));
        outcomes.add(new Outcome.Unknown<>("why"));
        outcomes.add(new Outcome.Rejected<>(new Rejection.NotServing("")));
        outcomes.add(new Outcome.Rejected<>(new Rejection.Overloaded(20)));
        outcomes.add(new Outcome.Rejected<>(new Rejection.TooLarge(2, 1)));
        outcomes.add(new Outcome.Rejected<>(new Rejection.Failed("it threw")));
        outcomes.add(new Outcome.Rejected<>(new Rejection.BadRequest("no command")));
        return outcomes;
    }

    private static List<ServingState> states() {
        return List.of(
                new ServingState.NotServing("starting"),
                new ServingState.Serving(Term.of(4)),
                new ServingState.Poisoned("broken"));
    }

    private static ReplicaStatus status(ServingState serving) {
        boolean serves = serving instanceof ServingState.Serving;
        Resync resync = new Resync(EntryId.of(3, 8), ReplicaId.of("r2"), 5, 10);
        Optional<String> some = serves ? Optional.of("some") : Optional.empty();
        return new ReplicaStatus(
                "akka://a@h:1",
                "g",
                some,
                "r1",
                "leader",
                4,
                some,
                EntryId.of(4, 9),
                8,
                7,
                EntryId.ZERO,
                3,
                "0123456789ab",
                serves ? Optional.of(resync) : Optional.empty(),
                some,
                serving,
                some,
                some,
                6,
                5,
                serves,
                serves ? 0 : -1);
    }

    @Test
    void everyKindThatTravelsHasASample() {
        assertThat(samples())
                .extracting(Object::getClass)
                .contains(Wire.class.getPermittedSubclasses());
    }

    @Test
    void whatTravelsArrivesAsItWas() {
        for (Wire message : samples()) {
            KIT.serializationTestKit().verifySerialization(message, true);
        }
    }

    @Test
    @DisplayName("F9 what is cut short, or lacks a number, is refused")
    void whatLacksSomethingIsRefused() {
        for (Wire message : samples()) {
            String manifest = SERIALIZER.manifest(message);
            if (message instanceof StatusActor.Reported) continue;
            assertThatThrownBy(() -> SERIALIZER.fromBinary(new byte[0], manifest))
                    .as(manifest)
                    .isInstanceOf(CorruptRecord.class);
            byte[] bytes = SERIALIZER.toBinary(message);
            byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, manifest))
                    .as(manifest)
                    .isInstanceOf(CorruptRecord.class);
        }
    }

    @Test
    void whatIsOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> SERIALIZER.fromBinary(new byte[0], "W2:Submit"))
                .isInstanceOf(CorruptRecord.class)
                .hasMessageContaining("W2:Submit");
    }

    @Test
    void anAnswerIsNotForAReplicaNorAQuestionForALeader() {
        byte[] question = io.ringfence.persistence.MessageCodec.encode(Messages.probe());
        assertThatThrownBy(() -> SERIALIZER.fromBinary(question, "W1:Answered"))
                .isInstanceOf(CorruptRecord.class);
    }
}
