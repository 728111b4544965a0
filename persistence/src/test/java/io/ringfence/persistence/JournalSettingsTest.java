package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorPath;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalSettingsTest {
    private static final Database DATABASE =
            new Database("jdbc:postgresql://db:5432/x?currentSchema=a#$", "u", "p\"${x}");
    private static final ReplicaId R1 = ReplicaId.of("r1");

    @ParameterizedTest
    @ValueSource(
            strings = {"registry", "-", "1", "1e5", "0x1", "true", "null", "include", "a--b__C"})
    void everyNameMakesAPluginId(String name) {
        String id = Journal.pluginId(name, ReplicaId.of(name));
        Config plugin =
                Journal.configure(ConfigFactory.load(), DATABASE, name, ReplicaId.of(name))
                        .getConfig(id);
        assertThat(plugin.getString("replay-filter.mode")).isEqualTo("fail");
        assertThat(ActorPath.isValidPathElement(id)).as("Akka makes it an actor's name").isTrue();
    }

    @Test
    void replicasOfOneSystemDoNotDisturbEachOther() {
        Config one = Journal.configure(ConfigFactory.load(), DATABASE, "g", R1);
        Config two = Journal.configure(one, DATABASE, "h", R1);
        assertThat(two.hasPath(Journal.pluginId("g", R1))).isTrue();
        assertThat(two.hasPath(Journal.pluginId("h", R1))).isTrue();
    }

    @Test
    void thePoolLogsInWhereTheNodeWasTold() {
        Config settings =
                Journal.configure(ConfigFactory.load(), DATABASE, "g", R1)
                        .getConfig("akka-persistence-jdbc.shared-databases.ringfence.db");
        assertThat(settings.getString("url")).isEqualTo(DATABASE.jdbcUrl());
        assertThat(settings.getString("user")).isEqualTo(DATABASE.user());
        assertThat(settings.getString("password")).isEqualTo(DATABASE.password());
        assertThat(settings.getString("poolName")).isEqualTo("ringfence");
    }

    /** Each of these is 30 s or more where Akka, Slick or the driver is left alone. */
    @Test
    void nothingWaitsLong() {
        Config config = Journal.configure(ConfigFactory.load(), DATABASE, "g", R1);
        Config plugin = config.getConfig(Journal.pluginId("g", R1));
        Duration tooLong = Duration.ofSeconds(20);
        assertThat(plugin.getDuration("circuit-breaker.reset-timeout")).isLessThan(tooLong);
        assertThat(plugin.getDuration("recovery-event-timeout")).isLessThan(tooLong);
        assertThat(config.getDuration("ringfence.snapshot-store.circuit-breaker.reset-timeout"))
                .isLessThan(tooLong);
        Config pool = config.getConfig("akka-persistence-jdbc.shared-databases.ringfence.db");
        assertThat(Duration.ofMillis(pool.getLong("connectionTimeout"))).isLessThan(tooLong);
        assertThat(Duration.ofSeconds(pool.getLong("properties.socketTimeout")))
                .isLessThan(tooLong);
    }

    @Test
    void thePersistenceIdIsTheOneOfTheDesign() {
        assertThat(Journal.persistenceId("registry", R1)).isEqualTo("ringfence|registry|r1");
    }
}
