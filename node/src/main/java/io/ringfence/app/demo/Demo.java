package io.ringfence.app.demo;

import io.ringfence.app.demo.NodeProbe.Leadership;
import io.ringfence.app.demo.NodeProbe.Readiness;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A group on this machine: starts its nodes, tells what there is to try, starts again whichever is
 * killed, and leaves nothing running when it ends.
 */
public final class Demo {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final int AGAIN_SECONDS = 5;

    private final DemoSettings settings;
    private final PrintStream out;
    private final List<DemoNode> nodes;
    private final NodeProbe probe = new NodeProbe();
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private boolean stopped;

    /** Everything that happens after the start happens on its one thread. */
    private final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor();

    private Optional<Leadership> leadership = Optional.empty();

    private Demo(DemoSettings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
        this.nodes = DemoPlan.nodes(settings);
    }

    /**
     * Runs until the process is told to stop. Called once, on a thread that may wait.
     *
     * @throws DemoException when the group does not come up
     */
    public static void run(DemoSettings settings, PrintStream out) throws InterruptedException {
        Demo demo = new Demo(settings, out);
        Runtime.getRuntime().addShutdownHook(new Thread(demo::stop, "demo-stop"));
        try {
            demo.start();
            demo.stopAsked.await();
        } finally {
            demo.stop();
        }
    }

    private void start() throws InterruptedException {
        out.printf("starting %d nodes, data in %s%n", nodes.size(), settings.directory());
        nodes.forEach(this::start);
        awaitReady();
        if (stopAsked.getCount() == 0) return;
        nodes.forEach(this::watch);
        leadership = seen();
        DemoGuide.print(settings, nodes, leadership, out);
        events.scheduleWithFixedDelay(this::observe, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void start(DemoNode node) {
        if (stopAsked.getCount() > 0) node.start();
    }

    private void awaitReady() throws InterruptedException {
        long begun = System.nanoTime();
        String shown = "";
        boolean ready = false;
        while (!ready && stopAsked.getCount() > 0) {
            List<Readiness> all = new ArrayList<>();
            for (DemoNode node : nodes) all.add(probe.readiness(node));
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            String words = words(all);
            if (!words.equals(shown)) out.printf("%4d s  %s%n", seconds, words);
            shown = words;
            ready = all.stream().allMatch(Readiness::ready);
            nodes.forEach(this::requireAlive);
            if (seconds > START.toSeconds()) {
                throw new DemoException("not ready yet; why stands in each node's node.log");
            }
            stopAsked.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private String words(List<Readiness> all) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            words.add(nodes.get(i).replica() + " " + all.get(i).words());
        }
        return String.join(", ", words);
    }

    private void requireAlive(DemoNode node) {
        if (node.alive() || stopAsked.getCount() == 0) return;
        throw new DemoException(
                node.replica()
                        + " ended, and said last: "
                        + node.lastLine()
                        + " ("
                        + node.log()
                        + ")");
    }

    private void watch(DemoNode node) {
        node.onExit().thenRunAsync(() -> ended(node), events);
    }

    private void ended(DemoNode node) {
        if (stopAsked.getCount() == 0) return;
        say(
                "%s (pid %d) ended %s; it is started again in %d s",
                node.replica(), node.pid(), Exits.words(node.exitValue()), AGAIN_SECONDS);
        events.schedule(() -> again(node), AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    private void again(DemoNode node) {
        start(node);
        if (!node.alive()) return;
        say("%s is started again, pid %d", node.replica(), node.pid());
        watch(node);
    }

    /** Tells of each change of leader. */
    private void observe() {
        try {
            Optional<Leadership> now = seen();
            if (now.isEmpty() || now.equals(leadership)) return;
            leadership = now;
            say("%s leads now, in epoch %d", now.get().replica(), now.get().epoch());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The newest of what the nodes say: one that was just cut off may not know yet. */
    private Optional<Leadership> seen() throws InterruptedException {
        Optional<Leadership> newest = Optional.empty();
        for (DemoNode node : nodes) {
            Optional<Leadership> told = probe.leadership(node);
            long epoch = newest.map(Leadership::epoch).orElse(-1L);
            if (told.isPresent() && told.get().epoch() > epoch) newest = told;
        }
        return newest;
    }

    private void say(String format, Object... values) {
        out.println(
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS)
                        + "  "
                        + String.format(format, values));
    }

    /** Stops every node and every database. Called by whoever comes first; the others wait. */
    private synchronized void stop() {
        if (stopped) return;
        stopped = true;
        stopAsked.countDown();
        events.shutdownNow();
        out.println("stopping");
        nodes.forEach(DemoNode::askToStop);
        for (DemoNode node : nodes) node.awaitStop(STOP);
        out.println("all stopped");
    }
}
