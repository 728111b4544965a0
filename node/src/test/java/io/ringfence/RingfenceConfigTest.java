package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layers of the configuration. */
class RingfenceConfigTest {
    private static Config load(String overrides) {
        return RingfenceConfig.load(
                ConfigFactory.parseString("ringfence.replica = r1\n" + overrides));
    }

    @Test
    void theDefaultProfileOutlastsAPauseOfTwoSeconds() {
        Config config = load("");
        Settings settings = Settings.of(config);
        assertThat(settings.leader().electionTimeoutMillis()).isGreaterThan(2_000);
        assertThat(settings.leader().checkQuorumMillis()).isGreaterThan(2_000);
        String pause = "akka.cluster.failure-detector.acceptable-heartbeat-pause";
        assertThat(config.getDuration(pause)).isGreaterThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "fast"})
    void everyProfileIsWhole(String profile) {
        Config config = load("ringfence.profile = " + profile);
        Settings settings = Settings.of(config);
        assertThat(settings.replica().name()).isEqualTo("r1");
        assertThat(config.getString("akka.actor.provider")).isEqualTo("cluster");
        assertThat(config.getBoolean("akka.actor.allow-java-serialization")).isFalse();
        Config resolver = config.getConfig("akka.cluster.split-brain-resolver");
        assertThat(resolver.getString("keep-majority.role")).isEqualTo(RingfenceConfig.ROLE);
        assertThat(resolver.getDuration("down-all-when-unstable"))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(config.getDuration("akka.cluster.down-removal-margin"))
                .isEqualTo(Duration.ofMillis(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "fast"})
    void aBatchAndAReplyFitIntoAFrame(String profile) {
        Config config = load("ringfence.profile = " + profile);
        Settings settings = Settings.of(config);
        long frame = config.getBytes("akka.remote.artery.advanced.maximum-frame-size");
        assertThat(2L * settings.leader().batchBytesMax()).isLessThanOrEqualTo(frame);
        assertThat(settings.replyBytesMax() + 65_536L).isLessThanOrEqualTo(frame);
    }

    @Test
    void whatTheProgramSaysWinsOverTheProfile() {
        Settings settings =
                Settings.of(load("ringfence { profile = fast, leader.heartbeat = 40 ms }"));
        assertThat(settings.leader().heartbeatMillis()).isEqualTo(40);
    }

    @Test
    void theRolesOfTheApplicationStay() {
        assertThat(load("akka.cluster.roles = [web]").getStringList("akka.cluster.roles"))
                .containsExactly("web", "ringfence", "ringfence-replica-r1");
    }

    @Test
    void aProfileThatIsNoneIsNamed() {
        assertThatThrownBy(() -> load("ringfence.profile = slow"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("slow");
    }

    @Test
    void aReplicaMustBeNamed() {
        assertThatThrownBy(() -> RingfenceConfig.load(ConfigFactory.empty()))
                .hasMessageContaining("replica id");
    }
}
