package io.ringfence.sample;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.ringfence.api.GroupClient;
import io.ringfence.api.Outcome;
import io.ringfence.api.RingfenceClient;
import io.ringfence.machines.Registry;
import io.ringfence.machines.RegistryCommand;
import io.ringfence.machines.RegistryReply;
import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.Payload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Puts what it reads, lines of {@code KEY VALUE}, into the registry by the actor API, and tells
 * what became of each: {@code KEY done EPOCH INDEX}, {@code KEY rejected WHY} or {@code KEY unknown
 * WHY}. Ends with its input.
 */
public final class SampleService {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final GroupClient<RegistryCommand, RegistryReply> registry;
    private final PrintStream out;

    private SampleService(ActorSystem<?> system, PrintStream out) {
        this.registry = RingfenceClient.get(system).group("registry", Registry.machine().codec());
        this.out = out;
    }

    /**
     * @param arguments the service's port, then the seed nodes, {@code HOST:PORT} each
     */
    public static void main(String[] arguments) throws IOException {
        ActorSystem<Void> system =
                ActorSystem.create(Behaviors.empty(), "ringfence", config(List.of(arguments)));
        SampleService service = new SampleService(system, System.out);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) service.put(line);
        system.terminate();
    }

    private static Config config(List<String> arguments) {
        List<String> seeds =
                arguments.stream().skip(1).map(s -> "\"akka://ringfence@" + s + "\"").toList();
        String settings =
                """
                akka.remote.artery.canonical { hostname = 127.0.0.1, port = %s }
                akka.cluster { roles = [service], seed-nodes = %s }
                """
                        .formatted(arguments.get(0), seeds);
        Config reference = ConfigFactory.load();
        return ConfigFactory.parseString(settings)
                .withFallback(reference.getConfig("ringfence.profiles.fast"))
                .withFallback(reference.getConfig("ringfence.akka-defaults"))
                .withFallback(reference);
    }

    private void put(String line) {
        String[] words = line.split(" ", 2);
        RegistryCommand put =
                new RegistryCommand.Put(
                        words[0], Payload.utf8(words[1]), new RegistryCommand.Condition.None());
        registry.submit(put, WITHIN).thenAccept(outcome -> tell(words[0], outcome));
    }

    private void tell(String key, Outcome<RegistryReply> outcome) {
        if (outcome instanceof Outcome.Done<RegistryReply> done) {
            EntryId at = done.at();
            out.println(key + " done " + at.epoch().value() + " " + at.index().value());
        } else if (outcome instanceof Outcome.Rejected<RegistryReply> rejected) {
            out.println(key + " rejected " + rejected.rejection());
        } else if (outcome instanceof Outcome.Unknown<RegistryReply> unknown) {
            out.println(key + " unknown " + unknown.reason());
        }
    }
}
