package io.ringfence.lawbreaker.protocol;

public final class Leader {
    private Leader() {}

    public static String standard() {
        return "known by its name";
    }
}
