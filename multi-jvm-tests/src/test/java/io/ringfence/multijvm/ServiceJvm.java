package io.ringfence.multijvm;

import com.fasterxml.jackson.databind.node.NullNode;
import io.ringfence.multijvm.Registry.Written;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A JVM without a replica, in the cluster of a group, which writes by the actor API. */
final class ServiceJvm implements AutoCloseable {
    private static final String NAME = "service";
    private static final String MAIN = "io.ringfence.sample.SampleService";
    private static final Duration END = Duration.ofSeconds(20);

    private final NodeProcess process;
    private final Map<String, Long> sentNanos = new HashMap<>();

    private ServiceJvm(NodeProcess process) {
        this.process = process;
    }

    static ServiceJvm start(TestCluster cluster) {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(Ports.free())));
        cluster.nodes().forEach(node -> arguments.add(node.address()));
        // So that whoever ends what a cluster left finds it.
        String home = "-Dringfence.home=" + cluster.directory() + "/" + NAME;
        List<String> words = new ArrayList<>(List.of(home, "-cp", classPath(), MAIN));
        words.addAll(arguments);
        return new ServiceJvm(NodeProcess.launch(words, cluster.directory(), NAME));
    }

    private static String classPath() {
        Path tests = Path.of("target", "test-classes").toAbsolutePath();
        return NodeProcess.jar() + System.getProperty("path.separator") + tests;
    }

    /** Begins a write; what becomes of it is in {@link #attempts} later. */
    void put(String key) {
        sentNanos.put(key, System.nanoTime());
        try {
            OutputStream in = process.input();
            in.write((key + " value of " + key + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(process.lastLines(20), e);
        }
    }

    /** The writes whose outcome is known, each once. */
    List<Attempt> attempts() {
        List<Attempt> attempts = new ArrayList<>();
        for (String line : process.output()) {
            String[] words = line.split(" ", 3);
            Long sent = sentNanos.get(words[0]);
            if (sent == null) continue;
            Answer<Written> answer = answer(words[0], words[1], words[2]);
            String value = "value of " + words[0];
            attempts.add(new Attempt(words[0], value, NAME, answer, sent, System.nanoTime()));
        }
        return attempts;
    }

    private static Answer<Written> answer(String key, String outcome, String rest) {
        if (outcome.equals("unknown")) return new Answer.Unknown<>(rest);
        if (outcome.equals("rejected")) {
            return new Answer.Rejected<>(Answer.UNREACHED, rest, NullNode.getInstance());
        }
        String[] id = rest.split(" ");
        long index = Long.parseLong(id[1]);
        return new Answer.Done<>(new Written(key, index, Long.parseLong(id[0]), index));
    }

    /** Ends its input, and with it the service; nothing runs on. */
    @Override
    public void close() {
        try {
            process.input().close();
            process.exitCode(END);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            process.kill();
        }
    }
}
