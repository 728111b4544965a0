package io.ringfence.protocol;

/** What kind of trouble a world has, in parts; some are calm and get far. */
enum SimTemper {
    CALM(10, 2, 2, 1, 2, 2),
    TURBULENT(60, 4, 3, 1, 3, 3),
    PARTITIONED(40, 1, 1, 0, 6, 4),
    CRASHING(60, 6, 6, 0, 1, 1),
    WIPING(40, 2, 1, 4, 2, 2);

    final int stormMaxPerMille;
    final int crash;
    final int tear;
    final int wipe;
    final int partition;
    final int leaders;

    SimTemper(int stormMaxPerMille, int crash, int tear, int wipe, int partition, int leaders) {
        this.stormMaxPerMille = stormMaxPerMille;
        this.crash = crash;
        this.tear = tear;
        this.wipe = wipe;
        this.partition = partition;
        this.leaders = leaders;
    }

    int total() {
        return crash + tear + wipe + partition + leaders;
    }
}
