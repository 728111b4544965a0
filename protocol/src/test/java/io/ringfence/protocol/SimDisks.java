package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;

/** Which disks of a simulated world may be lost, and which is one to found anew from. */
final class SimDisks {
    private final World world;
    private final List<SimNode> nodes;

    SimDisks(World world, List<SimNode> nodes) {
        this.world = world;
        this.nodes = nodes;
    }

    /** Those of which an operator may choose one. */
    List<SimNode> sound() {
        List<SimNode> sound = new ArrayList<>();
        for (SimNode n : nodes) {
            FollowerState s = n.recovered();
            if (s.standing().isVoter() && !s.log().isEmpty() && !n.rotten) sound.add(n);
        }
        return sound;
    }

    /**
     * Never more disks than the group can lose: the rest of its voters must be a quorum.
     *
     * @param wipedBefore whether a disk was lost before there was a group
     */
    boolean maySpare(SimNode n, boolean wipedBefore) {
        if (isAnew() && !originIsSpread()) return false;
        Term newest = Term.ZERO;
        for (SimNode each : nodes) newest = newest.max(foundingTerm(each));
        int voters = 0;
        int empty = 0;
        for (SimNode other : nodes) {
            if (other == n) continue;
            boolean ofGroup = foundingTerm(other).equals(newest);
            if (ofGroup && other.recovered().standing().isVoter() && !other.rotten) voters++;
            if (other.starts > 1 && other.journal.isEmpty()) empty++;
        }
        return world.ledger().isFounded()
                ? voters >= world.roster().quorum()
                : empty == 0 && !wipedBefore;
    }

    private static Term foundingTerm(SimNode n) {
        return n.recovered().founding().map(Founding::term).orElse(Term.ZERO);
    }

    private boolean isAnew() {
        if (world.ledger().anew() > 0) return true;
        return nodes.stream().anyMatch(n -> n.recovered().isApart());
    }

    /** While few disks hold what the group was founded anew from, none of them is to spare. */
    private boolean originIsSpread() {
        int holders = 0;
        for (SimNode n : nodes) {
            FollowerState s = n.recovered();
            boolean holds =
                    s.founding().filter(Founding::isAnew).isPresent()
                            && s.log().lastId().compareTo(s.founding().get().origin()) >= 0;
            if (holds && s.standing().isVoter() && !n.rotten) holders++;
        }
        return holders >= world.roster().quorum();
    }
}
