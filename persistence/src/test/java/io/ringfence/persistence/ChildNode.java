package io.ringfence.persistence;

import io.ringfence.protocol.ReplicaId;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** What the tests run in a JVM of its own: a node as far as its database, until it is killed. */
final class ChildNode {
    private ChildNode() {}

    /** Arguments: data directory, replica, and {@code lock} or {@code postgres}: how far to go. */
    public static void main(String[] arguments) throws InterruptedException {
        DataDirectory directory =
                DataDirectory.open(Path.of(arguments[0]), "g", ReplicaId.of(arguments[1]));
        String reached =
                arguments[2].equals("postgres")
                        ? EmbeddedPostgres.start(directory).database().jdbcUrl()
                        : directory.path().toString();
        System.out.println("reached " + reached);
        new CountDownLatch(1).await();
    }
}
