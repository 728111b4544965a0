package io.ringfence.app.command;

import io.ringfence.protocol.EntryId;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.FoundingAnew;
import io.ringfence.protocol.Index;
import java.util.ArrayList;
import java.util.List;

/** What founding anew gives up, what it keeps, and what else is to be done; for people. */
final class FoundAnewText {
    private final FollowerState state;

    /**
     * @param state of the replica that is chosen, before
     */
    FoundAnewText(FollowerState state) {
        this.state = state;
    }

    List<String> cost() {
        EntryId last = state.log().lastId();
        List<String> lines = new ArrayList<>();
        lines.add(
                "Replica %s of group %s, term %s: its log ends with entry %s, and is known here"
                        .formatted(
                                state.replica(),
                                state.founding().orElseThrow().group(),
                                state.term(),
                                last));
        lines.add("to be committed up to index %s.".formatted(state.commitIndex()));
        FoundingAnew.lacking(state).ifPresent(origin -> lines.add(lacking(origin)));
        lines.add("");
        lines.add("To found the group anew from it means:");
        lines.add(
                "- Whatever other replicas committed beyond %s is lost for ever.".formatted(last));
        lines.add("  What clients were answered about that is undone.");
        lines.add(kept(last.index()));
        lines.add("- The group gets a new id. Whoever holds anything of the old one is refused:");
        lines.add("  all other replicas must start with empty disks.");
        lines.add(
                "- Terms go on above %s, and with them epochs and fencing tokens."
                        .formatted(FoundingAnew.term(state)));
        return lines;
    }

    private static String lacking(EntryId origin) {
        return "That is NOT all that its own group began with, which went up to entry %s."
                .formatted(origin);
    }

    private String kept(Index last) {
        if (last.equals(state.commitIndex())) return "- All of this log stays.";
        return "- All of this log stays, also what may never have been committed: above index %s."
                .formatted(state.commitIndex());
    }

    List<String> howToGoOn() {
        return List.of(
                "",
                "Nothing is changed yet. To go on:",
                "1. Be sure that the disks of a majority are lost for good, and that no node runs.",
                "2. Choose the replica whose log ends highest, the epoch first: 'ringfence journal",
                "   inspect' says last=EPOCH/INDEX. Choose one only.",
                "3. Repeat this command with --yes.",
                "4. Empty the data directories of all others, and their databases if these are",
                "   elsewhere.",
                "5. Start all nodes: the group is founded once all of its voters are there.");
    }

    List<String> done() {
        return List.of(
                "",
                "Done: replica %s is set apart. Start all nodes, the others with empty disks: the"
                        .formatted(state.replica()),
                "group is founded anew once all of its voters are there.");
    }
}
