package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;

/** Why a leader does not serve, in sentences for people. */
final class Reasons {
    private Reasons() {}

    static String notElected(LeaderState s) {
        Election e = s.election();
        int all = s.seat().roster().voters().size();
        String refused = e.refusals().isEmpty() ? "" : "; " + refusals(e);
        if (s.phase() == LeaderPhase.PROBING) {
            if (e.probed().size() < s.seat().roster().quorum()) {
                return "no quorum: "
                        + e.probed().size()
                        + " of "
                        + all
                        + " replicas answer"
                        + refused;
            }
            return "no quorum of voters of one group: " + standings(e) + refused;
        }
        if (s.phase() == LeaderPhase.FOUNDING) {
            return "founding needs all "
                    + all
                    + " voters, "
                    + e.accepted().size()
                    + " agreed"
                    + refused;
        }
        return "term "
                + s.term()
                + " was granted by "
                + e.grants().size()
                + " of "
                + all
                + " replicas"
                + refused;
    }

    private static String refusals(Election e) {
        List<String> all = new ArrayList<>();
        e.refusals().forEach((by, reason) -> all.add(by + " refused: " + reason));
        return String.join("; ", all);
    }

    private static String standings(Election e) {
        List<String> all = new ArrayList<>();
        for (Message.ProbeAnswer a : e.probed().values()) {
            String of = a.founding().map(f -> " of " + f.group()).orElse("");
            all.add(a.from().replica() + " is " + kind(a.from().kind()) + of);
        }
        return String.join(", ", all);
    }

    private static String kind(Standing.Kind kind) {
        if (kind == Standing.Kind.VOTER) return "a voter";
        if (kind == Standing.Kind.PATIENT) return "a patient";
        return "empty, in no group";
    }
}
