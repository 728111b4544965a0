package io.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SchemaTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final String COLUMNS =
            "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
                + " column_default FROM information_schema.columns WHERE table_schema = 'public'"
                + " AND table_name NOT LIKE 'ringfence%' ORDER BY 1, 2";
    private static final String INDEXES =
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE"
                    + " 'ringfence%' ORDER BY 1";

    @Test
    void theTablesAreThePluginsOwn() throws Exception {
        Database ours = SERVER.fresh();
        Schema.prepare(ours);
        Database theirs = SERVER.fresh();
        try (InputStream script =
                getClass().getResourceAsStream("/schema/postgres/postgres-create-schema.sql")) {
            SharedServer.run(
                    theirs,
                    new String(script.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("CONCURRENTLY", "")
                            .split(";\\s*"));
        }
        assertThat(SharedServer.rows(ours, COLUMNS))
                .isEqualTo(SharedServer.rows(theirs, COLUMNS))
                .hasSizeGreaterThan(30);
        assertThat(SharedServer.rows(ours, INDEXES))
                .isEqualTo(SharedServer.rows(theirs, INDEXES))
                .isNotEmpty();
    }

    @Test
    void payloadsAreNotCompressedByTheDatabase() throws Exception {
        Database database = SERVER.fresh();
        Schema.prepare(database);
        assertThat(
                        SharedServer.rows(
                                database,
                                "SELECT attname FROM pg_attribute a JOIN pg_class c ON c.oid ="
                                    + " attrelid WHERE relkind = 'r' AND relnamespace ="
                                    + " 'public'::regnamespace AND attstorage = 'e' ORDER BY 1"))
                .containsExactly("event_payload", "payload", "snapshot_payload", "state_payload");
    }

    @Test
    void preparingAgainChangesNothing() throws Exception {
        Database database = SERVER.fresh();
        Schema.prepare(database);
        List<String> made = SharedServer.rows(database, "TABLE ringfence_schema");
        Schema.prepare(database);
        assertThat(SharedServer.rows(database, "TABLE ringfence_schema"))
                .isEqualTo(made)
                .hasSize(2);
    }

    @Test
    void nodesThatStartAtOnceOnOneServerMakeTheTablesOnce() throws Exception {
        Database database = SERVER.fresh();
        CompletableFuture.allOf(
                        Stream.generate(
                                        () ->
                                                CompletableFuture.runAsync(
                                                        () -> Schema.prepare(database)))
                                .limit(3)
                                .toArray(CompletableFuture[]::new))
                .get();
        assertThat(SharedServer.rows(database, "SELECT version FROM ringfence_schema"))
                .containsExactly("1", "2");
    }

    @Test
    void tablesOfVersion1AreBroughtUpAndKeepWhatIsInThem() throws Exception {
        Database database = SERVER.fresh();
        SharedServer.run(database, Schema.script(1).toArray(String[]::new));
        SharedServer.run(
                database, "INSERT INTO durable_state VALUES (1, 'x', 1, '', 1, '', '', 1)");
        Schema.prepare(database);
        assertThat(SharedServer.rows(database, "SELECT persistence_id FROM durable_state"))
                .containsExactly("x");
        assertThat(SharedServer.rows(database, "SELECT * FROM ringfence_chunk")).isEmpty();
    }

    @Test
    void tablesOfANewerVersionAreRefused() throws Exception {
        Database database = SERVER.fresh();
        Schema.prepare(database);
        SharedServer.run(database, "INSERT INTO ringfence_schema VALUES (3)");
        assertThatThrownBy(() -> Schema.prepare(database))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll(database.address(), "version 3", "works with version 2");
    }

    @Test
    void aMissingColumnIsNamed() throws Exception {
        Database database = SERVER.fresh();
        Schema.prepare(database);
        SharedServer.run(database, "ALTER TABLE event_journal DROP COLUMN writer");
        assertThatThrownBy(() -> Schema.prepare(database))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("event_journal.writer", "schema");
    }

    @Test
    void tablesOfAnOlderPluginAreRefusedAndLeftAsTheyAre() throws Exception {
        Database database = SERVER.fresh();
        SharedServer.run(database, "CREATE TABLE snapshot (persistence_id text, snapshot bytea)");
        assertThatThrownBy(() -> Schema.prepare(database)).isInstanceOf(StartupException.class);
        assertThat(
                        SharedServer.rows(
                                database,
                                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
                .containsExactly("snapshot");
    }

    @Test
    void aUserWhoMayNotMakeTablesIsTold() throws Exception {
        Database database = SERVER.fresh();
        SharedServer.run(database, "CREATE ROLE guest LOGIN PASSWORD 'g'");
        assertThatThrownBy(() -> Schema.prepare(new Database(database.jdbcUrl(), "guest", "g")))
                .isInstanceOf(StartupException.class)
                .hasMessageContainingAll("guest", "permission denied for schema public");
    }
}
