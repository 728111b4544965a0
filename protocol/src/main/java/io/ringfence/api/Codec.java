package io.ringfence.api;

/**
 * Commands, queries and replies of one state machine as bytes. Commands are kept in logs for as
 * long as the group lives: what was once written must stay readable.
 *
 * <p>Called on actor threads, from several at once; must not block.
 *
 * @param <C> commands and queries
 * @param <R> replies
 */
public interface Codec<C, R> {
    byte[] encodeCommand(C command);

    /**
     * @throws IllegalArgumentException when the bytes are no command; the message says why
     */
    C decodeCommand(byte[] bytes);

    byte[] encodeReply(R reply);

    /**
     * @throws IllegalArgumentException when the bytes are no reply; the message says why
     */
    R decodeReply(byte[] bytes);
}
