package io.ringfence.lawbreaker.protocol;

import akka.actor.typed.ActorRef;
import java.io.File;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;

public final class ImportsTheWorld {
    ActorRef<String> someone;
    Logger log;
    Connection database;
    TimeUnit unit;

    Map<String, String> aMapWithoutOrder() {
        return new HashMap<>();
    }

    Set<String> aSetWithoutOrder() {
        return new HashSet<>();
    }

    List<Object> chance() {
        return List.of(new Random().nextInt(), UUID.randomUUID());
    }

    List<Object> time() {
        return List.of(System.nanoTime(), Instant.now());
    }

    /** A reference to a method counts as much as a call of it. */
    Supplier<Thread> thread() {
        return Thread::currentThread;
    }

    List<Object> machine() {
        return List.of(Runtime.getRuntime(), new File("."));
    }
}
