package io.ringfence.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application is one file, and whole: what its parts brought under one name is merged. */
class JarIT {
    private static final Path JAR = Path.of(System.getProperty("ringfence.jar"));

    @Test
    void itSaysWhereItStarts() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.ringfence.app.Main");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "akka.actor.typed",
                "akka.cluster.typed",
                "akka.http",
                "akka.persistence.typed",
                "akka.remote.artery",
                "akka-persistence-jdbc",
                "jdbc-journal"
            })
    void theConfigurationOfEveryPartIsInIt(String path) throws IOException {
        URL[] jar = {JAR.toUri().toURL()};
        try (URLClassLoader parts = new URLClassLoader(jar, null)) {
            assertThat(
                            com.typesafe.config.ConfigFactory.parseURL(
                                    parts.getResource("reference.conf")))
                    .matches(config -> config.hasPath(path), "has " + path);
        }
    }

    @Test
    void itBringsItsDatabaseAndDriver() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(names(jar))
                    .contains("postgres-linux-x86_64.txz", "postgres-linux-arm_64.txz");
            assertThat(text(jar, "META-INF/services/java.sql.Driver"))
                    .contains("org.postgresql.Driver");
        }
    }

    @Test
    void noSignatureOfAPartIsLeft() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(names(jar)).noneMatch(name -> name.matches("META-INF/.*\\.(SF|DSA|RSA)"));
        }
    }

    private static List<String> names(JarFile jar) {
        List<String> names = new ArrayList<>();
        for (ZipEntry entry : Collections.list(jar.entries())) names.add(entry.getName());
        return names;
    }

    private static String text(JarFile jar, String name) throws IOException {
        return new String(
                jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
}
