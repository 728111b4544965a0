package io.ringfence;

import io.ringfence.api.Codec;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/**
 * A state machine for tests: a number that commands add to. What is no number makes it throw;
 * {@code error} breaks one that is brittle, and adds nothing elsewhere.
 *
 * @param brittle whether it breaks
 */
public record Counter(boolean brittle) implements StateMachine<Long, String, Long> {
    public Counter() {
        this(false);
    }

    @Override
    public Long empty() {
        return 0L;
    }

    @Override
    public Applied<Long, Long> apply(Long state, Context context, String command) {
        if (command.equals("error")) {
            if (brittle) throw new AssertionError("the machine broke");
            return new Applied<>(state, state);
        }
        long sum = state + Long.parseLong(command);
        return new Applied<>(sum, sum);
    }

    @Override
    public Long query(Long state, String query) {
        if (!query.equals("get")) throw new IllegalArgumentException("no query: " + query);
        return state;
    }

    @Override
    public Codec<String, Long> codec() {
        return new Text();
    }

    @Override
    public SnapshotCodec<Long> snapshots() {
        return new Digits();
    }

    /** One record for each digit, so that a snapshot has several. */
    private static final class Digits implements SnapshotCodec<Long> {
        @Override
        public Iterator<byte[]> encode(Long state) {
            return Long.toString(state)
                    .chars()
                    .mapToObj(digit -> new byte[] {(byte) digit})
                    .iterator();
        }

        @Override
        public Long decode(Iterator<byte[]> records) {
            StringBuilder digits = new StringBuilder();
            records.forEachRemaining(record -> digits.append((char) record[0]));
            return Long.valueOf(digits.toString());
        }
    }

    private static final class Text implements Codec<String, Long> {
        @Override
        public byte[] encodeCommand(String command) {
            return command.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decodeCommand(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public byte[] encodeReply(Long reply) {
            return encodeCommand(Long.toString(reply));
        }

        @Override
        public Long decodeReply(byte[] bytes) {
            return Long.valueOf(decodeCommand(bytes));
        }
    }
}
