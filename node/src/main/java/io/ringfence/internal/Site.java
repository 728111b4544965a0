package io.ringfence.internal;

import io.ringfence.Settings;
import io.ringfence.protocol.ReplicaId;
import io.ringfence.protocol.Roster;

/** One group on one node: what its actors there share. */
record Site(Roster roster, Settings settings, Timers timers, Board board) {
    ReplicaId replica() {
        return settings.replica();
    }

    String group() {
        return roster.group();
    }
}
