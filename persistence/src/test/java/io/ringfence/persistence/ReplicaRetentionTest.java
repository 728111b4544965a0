package io.ringfence.persistence;

import static io.ringfence.persistence.NoteSystem.GROUP;
import static io.ringfence.persistence.NoteSystem.R1;
import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.AskPattern;
import akka.actor.typed.javadsl.Behaviors;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.SnapshotCompleted;
import akka.persistence.typed.javadsl.CommandHandler;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehavior;
import akka.persistence.typed.javadsl.SignalHandler;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.Content;
import io.ringfence.protocol.Digest;
import io.ringfence.protocol.Entry;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Founding;
import io.ringfence.protocol.GroupId;
import io.ringfence.protocol.Incarnation;
import io.ringfence.protocol.Index;
import io.ringfence.protocol.Payload;
import io.ringfence.protocol.Snapshot;
import io.ringfence.protocol.Term;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Akka's snapshots of a replica that writes values of 100 KiB. */
class ReplicaRetentionTest {
    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    private static final int VALUE_BYTES = 100 * 1024;
    private static final int EVERY = 100;
    private static final int TAIL = 10;
    private static final Incarnation FIRST = Incarnation.first("i");
    private static final Config DEFAULTS = ConfigFactory.load();

    /** An event to write; answered when it is written. */
    private record Write(Event event, ActorRef<FollowerState> replyTo) {}

    /** A replica that writes what it is told to. */
    private static final class Scribe extends EventSourcedBehavior<Write, Event, FollowerState> {
        private final ActorContext<Write> context;
        private final Retention retention;

        Scribe(ActorContext<Write> context) {
            super(PersistenceId.ofUniqueId(Journal.persistenceId(GROUP, R1)));
            this.context = context;
            this.retention = retention(context.getSystem().settings().config());
        }

        @Override
        public String journalPluginId() {
            return Journal.pluginId(GROUP, R1);
        }

        @Override
        public String snapshotPluginId() {
            return Journal.SNAPSHOT_PLUGIN_ID;
        }

        @Override
        public FollowerState emptyState() {
            return FollowerState.blank(R1);
        }

        @Override
        public boolean shouldSnapshot(FollowerState before, Event event, long number) {
            return retention.isDue(before, event, number);
        }

        @Override
        public CommandHandler<Write, Event, FollowerState> commandHandler() {
            return (state, write) ->
                    Effect()
                            .persist(List.of(write.event()))
                            .thenReply(write.replyTo(), after -> after);
        }

        @Override
        public EventHandler<FollowerState, Event> eventHandler() {
            return (state, event) -> {
                retention.onFolded();
                return state.apply(event);
            };
        }

        @Override
        public SignalHandler<FollowerState> signalHandler() {
            return newSignalHandlerBuilder()
                    .onSignal(
                            SnapshotCompleted.class,
                            (state, stored) ->
                                    retention.onStored(
                                            context, stored.getSnapshotMetadata().sequenceNr()))
                    .build();
        }
    }

    private static Retention retention(Config config) {
        return Retention.of(
                config,
                Journal.persistenceId(GROUP, R1),
                Journal.pluginId(GROUP, R1),
                Journal.SNAPSHOT_PLUGIN_ID);
    }

    private static Entry entry(long index) {
        byte[] value = new byte[VALUE_BYTES];
        return Entry.of(EntryId.of(1, index), index, new Content.Command(Payload.wrap(value)));
    }

    private static Event append(FollowerState state) {
        EntryId last = state.log().lastId();
        Index next = last.index().next();
        return new Event.EntriesAppended(last, List.of(entry(next.value())), next);
    }

    private static Event founded() {
        return new Event.GroupFounded(
                new Founding(
                        new GroupId(GROUP, "n"), Term.of(1), new TreeMap<>(Map.of(R1, FIRST))));
    }

    private static Event taken(FollowerState state) {
        Index last = state.log().lastId().index();
        Digest digest = new Digest("00");
        Snapshot snapshot = new Snapshot(state.log().position(last), digest, digest, digest, 1, 1);
        Index base = Index.of(last.value() - TAIL);
        return new Event.SnapshotTaken(snapshot, state.log().idAt(base).orElseThrow());
    }

    private static FollowerState write(
            ActorSystem<Void> system, ActorRef<Write> scribe, Event event) {
        return AskPattern.<Write, FollowerState>ask(
                        scribe,
                        replyTo -> new Write(event, replyTo),
                        Duration.ofSeconds(20),
                        system.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Test
    @DisplayName("N13 Akka's snapshot of a replica with large values holds its log's tail only")
    void akkasSnapshotHoldsTheTailOnly() throws Exception {
        Database database = SERVER.fresh();
        Schema.prepare(database);
        Config config = Journal.configure(DEFAULTS, database, GROUP, R1);
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "scribe", config);
        try {
            ActorRef<Write> scribe =
                    system.systemActorOf(Behaviors.setup(Scribe::new), "r1", Props.empty());
            write(system, scribe, new Event.Started(FIRST));
            write(system, scribe, new Event.VoteGranted(Term.of(1), Samples.L1));
            FollowerState state = write(system, scribe, founded());
            for (int i = 1; i <= 6 * EVERY; i++) {
                state = write(system, scribe, append(state));
                if (i % EVERY != 0) continue;
                state = write(system, scribe, taken(state));
                assertThat(largest(database)).isBetween(1L, (TAIL + 1L) * VALUE_BYTES);
            }
            Eventually.until("rows below the snapshot are gone", () -> rows(database) == 1);
        } finally {
            system.terminate();
            system.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private static long largest(Database database) throws Exception {
        String query = "SELECT max(length(snapshot_payload)) FROM snapshot";
        return Long.parseLong(SharedServer.rows(database, query).get(0));
    }

    private static long rows(Database database) throws Exception {
        String query = "SELECT count(*) FROM event_journal";
        return Long.parseLong(SharedServer.rows(database, query).get(0));
    }

    /** A replica of one voter with so many entries. */
    private static FollowerState holding(int entries) {
        FollowerState state =
                FollowerState.blank(R1)
                        .apply(new Event.Started(FIRST))
                        .apply(new Event.VoteGranted(Term.of(1), Samples.L1))
                        .apply(founded());
        for (int i = 0; i < entries; i++) state = state.apply(append(state));
        return state;
    }

    @Test
    void itIsTakenWhenALogBecomesShort() {
        FollowerState state = holding(20);
        Retention retention = retention(DEFAULTS);
        assertThat(retention.isDue(state, taken(state), 24)).isTrue();
        assertThat(retention.isDue(state, new Event.CureStarted(Samples.FOUNDING), 24)).isTrue();
        assertThat(retention.isDue(state, append(state), 24)).isFalse();
        assertThat(retention.isDue(state, append(state), 500)).isFalse();
    }

    @Test
    void itIsNotTakenWhileWhatIsLeftIsLong() {
        FollowerState state = holding(20);
        Config small =
                ConfigFactory.parseString("ringfence.retention.akka-snapshot-size = 1000000")
                        .withFallback(DEFAULTS);
        assertThat(retention(small).isDue(state, taken(state), 24)).isFalse();
    }

    @Test
    void termsThatComeAndGoAreForgottenToo() {
        Retention retention = retention(DEFAULTS);
        FollowerState state = holding(20);
        for (int i = 0; i < 519; i++) retention.onFolded();
        Event vote = new Event.VoteGranted(Term.of(2), Samples.L2);
        assertThat(retention.isDue(state, vote, 1_000)).isTrue();
        assertThat(retention.isDue(state, vote, 1_001)).isFalse();
        assertThat(retention.isDue(holding(21), vote, 1_000)).isFalse();
    }

    @Test
    void itIsOffWhenItsSizeIsNone() {
        Config none =
                ConfigFactory.parseString("ringfence.retention.akka-snapshot-size = 0")
                        .withFallback(DEFAULTS);
        FollowerState state = holding(20);
        Event emptied = new Event.CureStarted(Samples.FOUNDING);
        assertThat(retention(none).isDue(state, emptied, 500)).isFalse();
    }
}
