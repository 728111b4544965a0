package io.ringfence;

import static scala.jdk.javaapi.FutureConverters.asScala;

import akka.dispatch.Futures;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** A journal plugin that writes to a {@link Disk}, named by {@code disk} in its configuration. */
public final class DiskJournal extends AsyncWriteJournal {
    private final Disk disk;
    private final Serialization serialization = SerializationExtension.get(context().system());

    public DiskJournal(Config config) {
        this.disk = Disk.named(config.getString("disk"));
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(
            Iterable<AtomicWrite> messages) {
        List<PersistentRepr> batch = new ArrayList<>();
        for (AtomicWrite write : messages) {
            batch.addAll(CollectionConverters.asJava(write.payload()));
        }
        return asScala(disk.write(batch, serialization).thenApply(written -> List.of()));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return Futures.failed(new UnsupportedOperationException("nothing is deleted here"));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId,
            long fromSequenceNr,
            long toSequenceNr,
            long max,
            Consumer<PersistentRepr> replay) {
        try {
            for (Disk.Row row : disk.rows(persistenceId)) {
                boolean wanted = row.number() >= fromSequenceNr && row.number() <= toSequenceNr;
                if (wanted) replay.accept(read(row));
            }
            return Futures.successful(null);
        } catch (RuntimeException e) {
            return Futures.failed(e);
        }
    }

    private PersistentRepr read(Disk.Row row) {
        Object event =
                serialization.deserialize(row.bytes(), row.serializer(), row.manifest()).get();
        return PersistentRepr.apply(
                event,
                row.number(),
                row.persistenceId(),
                "",
                false,
                akka.actor.ActorRef.noSender(),
                "");
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long fromSequenceNr) {
        long highest =
                disk.rows(persistenceId).stream().mapToLong(Disk.Row::number).max().orElse(0);
        return Futures.successful(highest);
    }
}
