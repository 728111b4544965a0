package io.ringfence.persistence;

import com.typesafe.config.ConfigFactory;
import io.ringfence.protocol.ReplicaId;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

/** What the tests run in a JVM of its own: a node as far as its database, until it is killed. */
final class ChildNode {
    private ChildNode() {}

    /**
     * Arguments: data directory, replica, and how far to go: {@code lock}, {@code postgres}, or
     * {@code chunks}, which writes one snapshot and then is in the middle of another.
     */
    public static void main(String[] arguments) throws InterruptedException {
        ReplicaId replica = ReplicaId.of(arguments[1]);
        DataDirectory directory = DataDirectory.open(Path.of(arguments[0]), "g", replica);
        System.out.println("reached " + reach(arguments[2], directory, replica));
        new CountDownLatch(1).await();
    }

    private static String reach(String what, DataDirectory directory, ReplicaId replica)
            throws InterruptedException {
        if (what.equals("lock")) return directory.path().toString();
        Database database = EmbeddedPostgres.start(directory).database();
        return what.equals("chunks") ? writing(database, replica) : database.jdbcUrl();
    }

    private static String writing(Database database, ReplicaId replica)
            throws InterruptedException {
        Schema.prepare(database);
        ChunkStore store = DatabaseChunkStore.open(database, ConfigFactory.load(), "g", replica);
        ChunkedSnapshot named =
                ChunkScene.write(store, ChunkScene.OLD, ChunkScene.records(2000, 1));
        CountDownLatch begun = new CountDownLatch(1000);
        Iterator<byte[]> endless =
                Stream.generate(() -> new byte[10_000]).peek(any -> begun.countDown()).iterator();
        SnapshotWriter.write(store, ChunkScene.NEW, endless, ForkJoinPool.commonPool());
        begun.await();
        return named.contentKey();
    }
}
