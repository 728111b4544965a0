package io.ringfence.app.command;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Puts, always as many at a time; each answer starts the next. */
final class WriteLoad {
    private static final int DIGITS = 3;
    private static final long PAUSE_MILLIS = 100;

    private final Client client;
    private final int outstanding;
    private final byte[] value;
    private final int keys;
    private final AtomicLong puts = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private final Recorder micros = new Recorder(DIGITS);
    private final Histogram totalMicros = new Histogram(DIGITS);
    private final CountDownLatch ended;
    private long totalRejected;
    private long totalUnknown;
    private volatile boolean stopping;

    WriteLoad(Client client, int outstanding, int valueBytes, int keys) {
        this.client = client;
        this.outstanding = outstanding;
        this.keys = keys;
        this.ended = new CountDownLatch(outstanding);
        this.value = new byte[valueBytes];
        new Random().nextBytes(value);
    }

    void start() {
        for (int i = 0; i < outstanding; i++) {
            next();
        }
    }

    /** Lets it run on for so long. */
    void run(Duration period) throws InterruptedException {
        boolean over = ended.await(period.toMillis(), TimeUnit.MILLISECONDS);
        if (over) throw new IllegalStateException("the load ended before it was stopped");
    }

    /** Starts nothing more, and waits for what is under way; each request has a deadline. */
    void stop() throws InterruptedException {
        stopping = true;
        ended.await();
    }

    /** Since the last call. */
    Tally interval() {
        Histogram done = micros.getIntervalHistogram();
        Tally tally = new Tally(done, rejected.getAndSet(0), unknown.getAndSet(0));
        totalMicros.add(done);
        totalRejected += tally.rejected();
        totalUnknown += tally.unknown();
        return tally;
    }

    Tally total() {
        interval();
        return new Tally(totalMicros, totalRejected, totalUnknown);
    }

    private void next() {
        if (stopping) {
            ended.countDown();
            return;
        }
        String key = "bench/" + puts.getAndIncrement() % keys;
        HttpRequest put = client.key(key).PUT(BodyPublishers.ofByteArray(value)).build();
        long begun = System.nanoTime();
        client.begin(put).whenComplete((answer, failure) -> ended(begun, answer, failure));
    }

    private void ended(long begun, HttpResponse<byte[]> answer, Throwable failure) {
        if (failure == null && answer.statusCode() == 200) {
            micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
            next();
            return;
        }
        (isRejected(answer, failure) ? rejected : unknown).incrementAndGet();
        // A short pause, lest a node that is busy or away be asked in a tight loop.
        CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS).execute(this::next);
    }

    /** Refused by the node, or never sent at all. */
    private static boolean isRejected(HttpResponse<byte[]> answer, Throwable failure) {
        if (failure != null) return Client.neverSent(failure);
        return Client.problem(answer).path("outcome").asText().equals("rejected");
    }
}
