package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            return why(e, all) + ": " + standings(e) + refused;
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

    private static String why(Election e, int voters) {
        List<Holding> all = Holding.ofAll(e.probed());
        long apart = all.stream().filter(Holding::isApart).count();
        if (apart > 1) return "a group is founded anew from one replica only";
        if (apart == 1 && all.size() < voters) {
            return "founding anew needs all " + voters + " voters";
        }
        Optional<EntryId> lacking = lacking(all);
        if (lacking.isPresent()) {
            return "the group was founded anew from a log up to "
                    + lacking.get()
                    + ", and needs all of its first voters until a quorum holds that";
        }
        return "no quorum of voters of one group";
    }

    /** What the newest of the groups begins with, while nobody has more than that. */
    private static Optional<EntryId> lacking(List<Holding> all) {
        Optional<Founding> newest = Optional.empty();
        for (Holding h : all) {
            if (h.founding().isEmpty()) continue;
            Term term = h.founding().get().term();
            if (newest.isEmpty() || term.isAfter(newest.get().term())) newest = h.founding();
        }
        if (newest.isEmpty() || !newest.get().isAnew()) return Optional.empty();
        EntryId origin = newest.get().origin();
        boolean beyond = all.stream().anyMatch(h -> h.last().compareTo(origin) > 0);
        return beyond ? Optional.empty() : Optional.of(origin);
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
            boolean apart = Holding.of(a).isApart();
            String is = apart ? "set apart, up to " + a.last() : kind(a.from().kind());
            all.add(a.from().replica() + " is " + is + of);
        }
        return String.join(", ", all);
    }

    private static String kind(Standing.Kind kind) {
        if (kind == Standing.Kind.VOTER) return "a voter";
        if (kind == Standing.Kind.PATIENT) return "a patient";
        return "empty, in no group";
    }
}
