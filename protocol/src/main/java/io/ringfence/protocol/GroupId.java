package io.ringfence.protocol;

/**
 * One founding of a group: the name that users chose and a nonce of the founder's, so that two
 * groups of one name are told apart.
 */
public record GroupId(String name, String nonce) {
    @Override
    public String toString() {
        return name + ":" + nonce;
    }
}
