package io.ringfence.app;

import akka.actor.CoordinatedShutdown;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import io.ringfence.GroupHandle;
import io.ringfence.Ringfence;
import io.ringfence.Ringfence.Afterwards;
import io.ringfence.RingfenceConfig;
import io.ringfence.app.http.LiveGroup;
import io.ringfence.machines.RegistryCommand;
import io.ringfence.machines.RegistryReply;
import io.ringfence.persistence.Database;
import io.ringfence.persistence.Journal;
import io.ringfence.persistence.StartupException;
import io.ringfence.protocol.Describe;
import io.ringfence.protocol.ServingState;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One actor system of a node, from its start to its end. */
final class Generation {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final int WATCH_SECONDS = 1;

    private final NodeSettings settings;
    private final Database database;
    private final ActorSystem<ServingState> system;

    private Generation(NodeSettings settings, Database database, ActorSystem<ServingState> system) {
        this.settings = settings;
        this.database = database;
        this.system = system;
    }

    /**
     * @throws StartupException when the actor system cannot be made
     */
    static Generation start(NodeSettings settings, List<HostPort> seeds, Database database) {
        Config base = RingfenceConfig.load(settings.overrides(seeds));
        Config config = Journal.configure(base, database, NodeSettings.GROUP, settings.replica());
        try {
            return new Generation(
                    settings, database, ActorSystem.create(logged(), NodeSettings.SYSTEM, config));
        } catch (RuntimeException e) {
            throw new StartupException("the actor system cannot start: " + e.getMessage(), e);
        }
    }

    /** One line for each change of serving state. */
    private static Behavior<ServingState> logged() {
        return Behaviors.receiveMessage(
                serving -> {
                    LOG.info("{}", Describe.serving(serving));
                    return Behaviors.same();
                });
    }

    /** Hosts the group until the actor system ends, and tells what is then to be done. */
    Afterwards run(LiveGroup live, NodeDatabase databases, Stopping stopping)
            throws InterruptedException {
        Island island = new Island(settings, system);
        ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
        stopping.runs(system);
        try {
            GroupHandle<RegistryCommand, RegistryReply> handle =
                    Ringfence.get(system).init(settings.group());
            handle.subscribeServing(system);
            live.goesUp(handle);
            Vacancy vacancy = new Vacancy(system, handle);
            watch.scheduleWithFixedDelay(
                    () -> lookAfter(databases, island, vacancy),
                    WATCH_SECONDS,
                    WATCH_SECONDS,
                    TimeUnit.SECONDS);
            system.getWhenTerminated().toCompletableFuture().get();
            return afterwards();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the actor system ended badly", e.getCause());
        } finally {
            watch.shutdownNow();
            stopping.runsNone();
        }
    }

    /** An embedded server that died is started again, whoever leads; nobody else would do it. */
    private void lookAfter(NodeDatabase databases, Island island, Vacancy vacancy) {
        if (CoordinatedShutdown.get(system).getShutdownReason().isPresent()) return;
        try {
            boolean moved = !databases.running().equals(database);
            if (moved) rejoin("the database has another address now");
            else if (island.isToBeLeft(System.nanoTime())) rejoin("there is a larger cluster");
            else if (vacancy.isToBeLeft(System.nanoTime())) rejoin("its leader was ended");
        } catch (StartupException e) {
            LOG.warn("{}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rejoin(String cause) {
        LOG.info("leaving this cluster: {}", cause);
        CoordinatedShutdown.get(system).runAll(new Rejoin(cause));
    }

    /** Whether it ended since no cluster let it join. */
    boolean joinFailed() {
        return CoordinatedShutdown.get(system)
                .getShutdownReason()
                .filter(CoordinatedShutdown.clusterJoinUnsuccessfulReason()::equals)
                .isPresent();
    }

    private Afterwards afterwards() {
        Optional<CoordinatedShutdown.Reason> reason =
                CoordinatedShutdown.get(system).getShutdownReason();
        if (reason.isPresent() && reason.get() instanceof Rejoin) return Afterwards.REJOIN;
        return Ringfence.afterwards(system);
    }
}
