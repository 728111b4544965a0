package io.ringfence.app;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorRef;
import akka.actor.ExtendedActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.singleton.ClusterSingletonManager$Internal$HandOverToMe$;
import io.ringfence.Counter;
import io.ringfence.Disk;
import io.ringfence.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VacancyTest {
    private static final String LEADER = "ringfence-leader-counter";
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private final TestNode node = TestNode.start("r1", Disk.empty(), new Counter(false), "r1");
    private final Vacancy vacancy = new Vacancy(node.system(), node.group());

    @BeforeEach
    void lead() {
        node.join(node);
        assertThat(node.done("1")).isEqualTo(1);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** As one does that believes in a cluster that is no more; it is no member here. */
    private void askToHandOver() {
        ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(node.system());
        classic.provider()
                .resolveActorRef("akka://test/system/singletonManager" + LEADER)
                .tell(ClusterSingletonManager$Internal$HandOverToMe$.MODULE$, ActorRef.noSender());
        node.serving()
                .awaitAssert(TestNode.PATIENCE, () -> assertThat(node.status().phase()).isEmpty());
    }

    @Test
    void aLeaderThatRunsIsNoVacancy() throws InterruptedException {
        assertThat(vacancy.isToBeLeft(0)).isFalse();
        assertThat(vacancy.isToBeLeft(2 * PATIENCE_NANOS)).isFalse();
    }

    @Test
    void aLeaderThatWasEndedForAStrangerIsOneThatLasts() throws InterruptedException {
        askToHandOver();
        assertThat(vacancy.isToBeLeft(0)).isFalse();
        assertThat(vacancy.isToBeLeft(PATIENCE_NANOS - 1)).isFalse();
        assertThat(vacancy.isToBeLeft(PATIENCE_NANOS)).isTrue();
    }
}
