package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.protocol.Boundary;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.Standing;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That no kind was forgotten: a new one fails here until it has a codec and a golden sample. */
class KindsTest {
    @Test
    void everyEventHasASample() {
        assertThat(kindsOf(Samples.events().values()))
                .containsExactlyInAnyOrderElementsOf(kinds(Event.class).toList());
    }

    @Test
    void everyMessageThatTravelsHasASample() {
        assertThat(kindsOf(Samples.messages().values()))
                .containsExactlyInAnyOrderElementsOf(
                        kinds(Message.class).filter(k -> !isLocal(k)).toList());
    }

    @Test
    void everyContentOfAnEntryHasASample() {
        assertThat(kindsOf(Samples.entries().stream().map(e -> e.content()).toList()))
                .containsExactlyInAnyOrderElementsOf(kinds(Content.class).toList());
    }

    @Test
    void noLocalMessageIsEverSerialised() {
        assertThat(kindsOf(Samples.locals()))
                .containsExactlyInAnyOrderElementsOf(kinds(Message.Local.class).toList());
        for (Message.Local local : Samples.locals()) {
            assertThatThrownBy(() -> MessageCodec.encode(local))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("never leaves its node");
        }
    }

    @Test
    void noTwoKindsShareAManifest() {
        List<String> manifests =
                Stream.of(kinds(Event.class), kinds(Message.class))
                        .flatMap(kinds -> kinds)
                        .map(Class::getSimpleName)
                        .toList();
        assertThat(manifests).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void everyBoundaryComesBack(Boundary boundary) {
        assertThat(ValueCodec.boundary(true, ValueCodec.proto(boundary))).isEqualTo(boundary);
    }

    @ParameterizedTest
    @EnumSource
    void everyKindOfStandingComesBack(Standing.Kind kind) {
        Standing standing = new Standing(Samples.R1, Samples.FIRST, kind);
        assertThat(ValueCodec.standing(true, ValueCodec.proto(standing))).isEqualTo(standing);
    }

    private static Stream<Class<?>> kinds(Class<?> family) {
        Class<?>[] members = family.getPermittedSubclasses();
        return members == null ? Stream.of(family) : Arrays.stream(members).flatMap(k -> kinds(k));
    }

    private static boolean isLocal(Class<?> kind) {
        return Message.Local.class.isAssignableFrom(kind);
    }

    private static List<Class<?>> kindsOf(Collection<?> values) {
        return values.stream().<Class<?>>map(Object::getClass).distinct().toList();
    }
}
