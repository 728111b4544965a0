package io.ringfence.api.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.serialization.SerializationExtension;
import akka.serialization.SerializerWithStringManifest;
import io.ringfence.api.Outcome;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Rejection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What goes between services and nodes arrives as it was. */
class ClientSerializerTest {
    private static final ActorTestKit KIT = ActorTestKit.create("test");
    private static final SerializerWithStringManifest SERIALIZER =
            (SerializerWithStringManifest)
                    SerializationExtension.get(KIT.system())
                            .serializerByIdentity()
                            .apply(ClientSerializer.IDENTIFIER);

    private final TestProbe<ClientWire.AtTheDoor> door = KIT.createTestProbe();
    private final TestProbe<ClientWire.FromTheDoor> service = KIT.createTestProbe();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static List<Outcome<Payload>> outcomes() {
        List<Outcome<Payload>> outcomes = new ArrayList<>();
        outcomes.add(new Outcome.Done<>(Payload.utf8("x"), EntryId.of(3, 4)));
        outcomes.add(new Outcome.Unknown<>("why"));
        Stream.of(
                        new Rejection.NotServing("why"),
                        new Rejection.Overloaded(7),
                        new Rejection.TooLarge(9, 8),
                        new Rejection.Failed("boom"),
                        new Rejection.BadRequest("what"))
                .forEach(rejection -> outcomes.add(new Outcome.Rejected<>(rejection)));
        return outcomes;
    }

    private List<ClientWire> samples() {
        List<ClientWire> samples = new ArrayList<>();
        samples.add(new ClientWire.Knock(service.getRef()));
        samples.add(new ClientWire.Opened(door.getRef()));
        Payload payload = Payload.utf8("x");
        samples.add(new ClientWire.Asked(1, true, payload, 3_000, service.getRef()));
        samples.add(new ClientWire.Asked(-1, false, Payload.EMPTY, 0, service.getRef()));
        for (Outcome<Payload> outcome : outcomes()) {
            samples.add(new ClientWire.Answered(Long.MIN_VALUE, outcome));
        }
        return samples;
    }

    @Test
    void everyKindThatTravelsHasASample() {
        assertThat(samples())
                .extracting(Object::getClass)
                .contains(ClientWire.AtTheDoor.class.getPermittedSubclasses())
                .contains(ClientWire.FromTheDoor.class.getPermittedSubclasses());
        List<Class<?>> rejections = new ArrayList<>();
        for (Outcome<Payload> outcome : outcomes()) {
            if (outcome instanceof Outcome.Rejected<Payload> rejected) {
                rejections.add(rejected.rejection().getClass());
            }
        }
        assertThat(rejections).containsExactlyInAnyOrder(Rejection.class.getPermittedSubclasses());
    }

    @Test
    void whatTravelsArrivesAsItWas() {
        for (ClientWire message : samples()) {
            KIT.serializationTestKit().verifySerialization(message, true);
        }
    }

    @Test
    @DisplayName("F9 what is cut short, or lacks a number, is refused")
    void whatLacksSomethingIsRefused() {
        for (ClientWire message : samples()) {
            String manifest = SERIALIZER.manifest(message);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(new byte[0], manifest))
                    .as(manifest)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(manifest);
            byte[] bytes = SERIALIZER.toBinary(message);
            byte[] cut = Arrays.copyOf(bytes, bytes.length - 1);
            assertThatThrownBy(() -> SERIALIZER.fromBinary(cut, manifest))
                    .as(manifest)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void whatIsOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> SERIALIZER.fromBinary(new byte[0], "C2:Asked"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("C2:Asked");
    }

    @Test
    void theBytesOfAnOutcomeStayWhatTheyWere() {
        List<String> golden =
                outcomes().stream()
                        .map(outcome -> OutcomeFormat.encode(outcome).toByteArray())
                        .map(HexFormat.of()::formatHex)
                        .toList();
        assertThat(golden)
                .containsExactly(
                        "0a170a01781212090300000000000000110400000000000000",
                        "1a03776879",
                        "12050a03776879",
                        "1209110700000000000000",
                        "120c1a0a0d090000001508000000",
                        "12062204626f6f6d",
                        "12062a0477686174");
    }
}
