package io.ringfence.protocol;

import io.ringfence.protocol.Message.OpenStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rule of a stream's opening: who leads, of which group, and what is held already. */
final class FollowerHandshake {
    private final FollowerSnapshots snapshots;

    FollowerHandshake(FollowerSnapshots snapshots) {
        this.snapshots = snapshots;
    }

    Decision on(FollowerState s, Contact contact, OpenStream m) {
        boolean sameTerm = contact.term().equals(m.term());
        if (sameTerm && contact.leader().isPresent()) {
            if (!contact.leader().get().equals(m.leader())) return second(s, contact, m);
            // A late copy of an older handshake must not close the stream that followed it.
            if (m.stream().compareTo(contact.stream()) < 0) return Decision.NOTHING;
        }
        if (isOfAnother(s, m.founding())) {
            return Follower.refuse(s, m.leader(), Boundary.HANDSHAKE, otherGroup(s, m.founding()));
        }
        List<Event> events = admission(s, m);
        FollowerState after = Follower.fold(s, events);
        Index known = events.isEmpty() ? s.commitIndex().max(contact.commitIndex()) : Index.ZERO;
        List<Action> actions = new ArrayList<>();
        if (!events.isEmpty()) actions.add(new Action.Reset());
        Contact opened = contact.opened(m.leader(), m.term(), m.stream(), known);
        actions.add(new Action.Keep(opened));
        if (after.snapshot().isEmpty() && s.snapshot().isPresent()) {
            actions.add(snapshots.drop(after, opened, s.snapshot().get().index()));
        }
        actions.add(
                new Action.Reply(
                        new Message.StreamOpened(
                                after.standing(),
                                after.term(),
                                m.leader(),
                                m.stream(),
                                after.log().lastId(),
                                known)));
        return new Decision(events, actions);
    }

    /** One vote a term and quorums that meet make two leaders of a term impossible. */
    private static Decision second(FollowerState s, Contact contact, OpenStream m) {
        String sentence =
                "two leaders speak in term "
                        + m.term()
                        + ": "
                        + contact.leader().get()
                        + " and "
                        + m.leader();
        Decision refused = Follower.refuse(s, m.leader(), Boundary.HANDSHAKE, sentence);
        List<Action> actions = new ArrayList<>(refused.actions());
        actions.add(new Action.ReportCritical(sentence));
        return new Decision(List.of(), actions);
    }

    /**
     * A log that holds entries belongs to its group for good; only an empty one may change. What an
     * operator chose to found a group from is dropped for nobody, either.
     */
    private static boolean isOfAnother(FollowerState s, Founding theirs) {
        if (s.isApart()) return true;
        return s.standing().isVoter() && !s.log().isEmpty() && !s.founding().get().equals(theirs);
    }

    private static String otherGroup(FollowerState s, Founding theirs) {
        return "two groups of one name: "
                + s.replica()
                + (s.isApart()
                        ? " is of one to be founded anew"
                        : " is of " + s.founding().orElseThrow().group())
                + ", the leader of "
                + theirs.group();
    }

    /**
     * Whom the founding names as the incarnation it is, with nothing in its log, has lost nothing:
     * it accepts the founding late, and is no patient.
     */
    private List<Event> admission(FollowerState s, OpenStream m) {
        if (!needsCure(s, m)) return List.of();
        boolean named =
                s.incarnation().isPresent()
                        && m.founding().names(s.replica(), s.incarnation().get());
        if (named && s.log().isEmpty() && !s.standing().isPatient()) {
            return List.of(new Event.GroupFounded(m.founding()));
        }
        return List.of(new Event.CureStarted(m.founding()));
    }

    /**
     * Who is no voter of the leader's group drops what it has once and then receives the leader's
     * log; a cure that was begun goes on where it stopped. So does a voter whose provisional
     * founding was superseded while it was away.
     */
    private boolean needsCure(FollowerState s, OpenStream m) {
        boolean sameGroup = s.founding().equals(Optional.of(m.founding()));
        if (s.standing().isVoter()) return !sameGroup;
        return !(s.cure().started() && sameGroup);
    }
}
