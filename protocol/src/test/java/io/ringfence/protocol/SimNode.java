package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** One simulated process: a replica with its disk, perhaps a leader, a clock, a state machine. */
final class SimNode {
    /** When the next write goes wrong. */
    enum Crash {
        NONE,
        /** Nothing was written. */
        BEFORE,
        /** A part was written. */
        IN,
        /** All was written, and nothing done after. */
        AFTER
    }

    /** A read that waits for the state machine. */
    record WaitingRead(long request, Index at) {}

    final ReplicaId id;

    /** The disk: all that outlives the process. */
    final List<Event> journal = new ArrayList<>();

    /** On the same disk. */
    final SimStore store = new SimStore();

    FollowerState state;
    Contact contact = Contact.NONE;
    boolean up;
    Crash crash = Crash.NONE;

    boolean leading;
    LeaderState leader;
    final SortedMap<Long, LeaderAction.Accept> pending = new TreeMap<>();
    final List<WaitingRead> reads = new ArrayList<>();

    long nowMillis;
    long wallMillis = 1_000_000;

    long applied;
    long digest;
    long chain;

    /** Its state was altered on purpose, and it was not begun anew since. */
    boolean altered;

    /** A byte of its snapshot was turned on its disk, and there is no newer one yet. */
    boolean rotten;

    /** What goes wrong with its disk is expected. */
    boolean damaged;

    /** Its snapshot could not be restored, so it applies nothing. */
    boolean lost;

    int starts;

    SimNode(ReplicaId id) {
        this.id = id;
        this.state = FollowerState.blank(id);
    }

    /** What the disk says, folded from its first event on. */
    FollowerState recovered() {
        FollowerState folded = FollowerState.blank(id);
        for (Event event : journal) folded = folded.apply(event);
        return folded;
    }

    /** The machine is as before its first entry. */
    void reset() {
        applied = 0;
        digest = 0;
        chain = 0;
        lost = false;
        altered = false;
    }

    /** The replica, and the leader if one is there. */
    String line() {
        String replica = Describe.replica(state, contact);
        if (!leading) return replica;
        return replica + "; " + Describe.leader(leader) + "; " + Describe.serving(leader.serving());
    }

    boolean serves() {
        return leading && leader.phase() == LeaderPhase.SERVING;
    }

    @Override
    public String toString() {
        return id.name();
    }
}
