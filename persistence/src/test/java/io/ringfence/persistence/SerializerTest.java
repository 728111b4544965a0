package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The serializer as an actor system finds it, by the settings that this module brings along. */
class SerializerTest {
    private static final ActorTestKit KIT = ActorTestKit.create(ConfigFactory.defaultReference());
    private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    private static List<Object> samples() {
        List<Object> all = new ArrayList<>(Samples.events().values());
        all.addAll(Samples.messages().values());
        all.addAll(Samples.states().values());
        return all;
    }

    @Test
    void whateverIsWrittenOrSentGoesThroughIt() {
        for (Object value : samples()) {
            assertThat(SERIALIZATION.findSerializerFor(value))
                    .isInstanceOf(RingfenceSerializer.class);
        }
    }

    @Test
    void whatGoesThroughItComesBack() {
        for (Object value : samples()) {
            byte[] bytes = SERIALIZATION.serialize(value).get();
            String manifest =
                    Serializers.manifestFor(SERIALIZATION.findSerializerFor(value), value);
            assertThat(
                            SERIALIZATION
                                    .deserialize(bytes, RingfenceSerializer.IDENTIFIER, manifest)
                                    .get())
                    .isEqualTo(value);
        }
    }

    @Test
    void whatNeverLeavesItsNodeIsRefused() {
        for (Message.Local local : Samples.locals()) {
            assertThat(SERIALIZATION.serialize(local).isFailure()).isTrue();
        }
    }

    @Test
    void whatIsNoneOfOursIsRefused() {
        RingfenceSerializer serializer = new RingfenceSerializer();
        assertThatThrownBy(() -> serializer.toBinary("x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serializer.manifest("x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serializer.fromBinary(new byte[0], ""))
                .isInstanceOf(CorruptRecord.class);
    }

    @Test
    void bytesNeverChooseAJavaClass() {
        assertThat(
                        KIT.system()
                                .settings()
                                .config()
                                .getBoolean("akka.actor.allow-java-serialization"))
                .isFalse();
    }
}
