package io.ringfence.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A simulated cluster: nodes, disks, clocks and a network, driven one operation at a time by a seed
 * or a script. No chance in it: the same operations give the same run.
 */
final class World {
    /** A message on its way. */
    record Packet(ReplicaId from, ReplicaId to, boolean toLeader, Message message) {}

    static final LeaderSettings SETTINGS =
            new LeaderSettings(1_000, 1_000, 100, 300, 50, 3, 4_096, 2, 12, 65_536, 1_024, 60_000);

    /** A leader holds on for long after others may already have another: safety needs no clock. */
    static final LeaderSettings HASTY =
            new LeaderSettings(200, 8_000, 100, 200, 20, 3, 4_096, 2, 12, 65_536, 1_024, 60_000);

    private final Ledger ledger;
    private final SimShell shell;
    private final SimClients clients;
    private final Follower follower;
    private final Leader rules;
    private final Roster roster;
    private final SortedMap<ReplicaId, SimNode> nodes = new TreeMap<>();
    private final List<Packet> network = new ArrayList<>();
    private final TreeSet<String> cuts = new TreeSet<>();
    private final SortedMap<Long, String> commands = new TreeMap<>();
    private Consumer<String> trace;
    private long ruleSteps;
    private long payloads;

    World(SafetyRules safety, int replicas) {
        this(safety, replicas, SimSettings.plain(false));
    }

    World(SafetyRules safety, int replicas, SimSettings configured) {
        LeaderSettings settings = configured.leader();
        SnapshotSettings snapshots = configured.snapshots();
        String[] names = new String[replicas];
        for (int i = 0; i < replicas; i++) names[i] = "r" + (i + 1);
        this.roster = Roster.of("g", names);
        this.follower = new Follower(safety, roster, settings.electionTimeoutMillis(), snapshots);
        this.ledger = new Ledger(snapshots);
        this.clients = new SimClients(ledger, this::say);
        this.shell = new SimShell(ledger, this::tell, this::send, this::crash);
        this.rules = new Leader(safety, snapshots);
        for (ReplicaId id : roster.voters()) {
            SimNode node = new SimNode(id);
            node.leader = LeaderState.blank(roster, id, settings);
            nodes.put(id, node);
        }
    }

    /** Prints what happens from now on; {@code null} for silence. */
    void trace(Consumer<String> lines) {
        trace = lines;
    }

    Roster roster() {
        return roster;
    }

    Ledger ledger() {
        return ledger;
    }

    List<Packet> network() {
        return network;
    }

    SimNode node(ReplicaId id) {
        return nodes.get(id);
    }

    SortedMap<ReplicaId, SimNode> nodes() {
        return nodes;
    }

    long ruleSteps() {
        return ruleSteps;
    }

    private void say(String line) {
        if (trace != null) trace.accept(line);
    }

    // Processes and disks.

    void start(SimNode n) {
        n.up = true;
        n.crash = SimNode.Crash.NONE;
        n.state = n.recovered();
        n.contact = Contact.NONE.at(n.nowMillis);
        n.leader = LeaderState.blank(roster, n.id, n.leader.seat().settings());
        n.starts++;
        say(Describe.replica(n.state, n.contact) + (n.starts > 1 ? " (recovered)" : ""));
        recover(n);
        if (n.state.incarnation().isEmpty()) {
            atReplica(n, n.id, new Message.Start(n.id + "i" + n.starts));
        }
    }

    /** A replica's actor read its journal: its machine is made anew, its errands are forgotten. */
    void recover(SimNode n) {
        n.reset();
        n.store.jobs.clear();
        Decision decision = follower.on(n.state, n.contact, new Message.Recovered());
        for (Action action : decision.actions()) perform(n, n.id, null, action);
    }

    void crash(SimNode n) {
        say("! " + n + " crashes");
        n.up = false;
        n.store.jobs.clear();
        stopLeading(n, "its process ended");
    }

    void wipe(SimNode n) {
        say("! the disk of " + n + " is wiped");
        n.journal.clear();
        n.store.wipe();
        n.rotten = false;
        n.altered = false;
    }

    /** What an operator does who lost a majority of the disks, to a replica that does not run. */
    void foundAnew(SimNode n) {
        n.crash = SimNode.Crash.NONE;
        n.state = n.recovered();
        atReplica(n, n.id, new Message.FoundAnew(n.id + "a" + n.starts));
    }

    /** What no rule can see: the machine's state is not what its entries make of it. */
    void alter(SimNode n) {
        say("! the state of " + n + " is altered");
        n.altered = true;
        n.damaged = true;
        n.digest++;
    }

    /** As {@link #alter}, because an entry was applied that is not in the log. */
    void misapply(SimNode n) {
        alter(n);
        n.chain++;
    }

    /** A byte of that chunk of the snapshot that the replica names is turned. */
    void flip(SimNode n, int chunk) {
        say("! a byte of chunk " + chunk + " at " + n + " is turned");
        n.damaged = true;
        n.rotten = true;
        n.store.flip(n.recovered().snapshot().orElseThrow().id(), chunk);
    }

    /** One step of what the process has to do beside its messages; false when there is none. */
    boolean work(SimNode n) {
        return n.up && shell.work(n);
    }

    private void tell(SimNode n, Message message) {
        atReplica(n, n.id, message);
    }

    void lead(SimNode n) {
        n.leading = true;
        n.leader = LeaderState.blank(roster, n.id, n.leader.seat().settings());
    }

    /** The leader actor of that node ends, with all it knew. */
    void unlead(SimNode n) {
        stopLeading(n, "it was moved");
        n.leading = false;
    }

    private void stopLeading(SimNode n, String why) {
        clients.onLeaderEnded(n, why);
        n.leader = LeaderState.blank(roster, n.id, n.leader.seat().settings());
    }

    // Time.

    void tick(SimNode n, long millis, long wallJumpMillis, long chance) {
        n.nowMillis += millis;
        n.wallMillis = Math.max(0, n.wallMillis + millis + wallJumpMillis);
        if (!n.up) return;
        Message.Tick tick = new Message.Tick(n.nowMillis, n.wallMillis, chance);
        Decision decision = follower.on(n.state, n.contact, tick);
        for (Action action : decision.actions()) perform(n, n.id, null, action);
        if (n.up && n.leading) atLeader(n, tick);
    }

    // The network.

    private void send(Packet packet) {
        network.add(packet);
    }

    void cut(ReplicaId from, ReplicaId to) {
        cuts.add(from + ">" + to);
    }

    void healNetwork() {
        cuts.clear();
    }

    boolean isCut(Packet p) {
        return !cuts.isEmpty() && cuts.contains(p.from() + ">" + p.to());
    }

    Packet take(int position) {
        return network.remove(position);
    }

    /** Hands a packet over; lost if its way is cut or nobody is there. */
    void deliver(Packet p) {
        SimNode n = nodes.get(p.to());
        if (isCut(p) || !n.up) return;
        if (!p.toLeader()) atReplica(n, p.from(), p.message());
        else if (n.leading) atLeader(n, p.message());
    }

    /** What a leader that this world does not run says to a replica. */
    void inject(ReplicaId from, ReplicaId to, Message message) {
        send(new Packet(from, to, false, message));
    }

    // Clients.

    void propose(SimNode n, String command) {
        long request = ledger.onInvoked();
        commands.put(request, command);
        atLeader(n, new Message.Propose(request, Payload.utf8(command)));
    }

    void propose(SimNode n) {
        payloads++;
        propose(n, "c" + payloads);
    }

    void mark(SimNode n) {
        atLeader(n, new Message.Mark(ledger.onInvoked()));
    }

    void read(SimNode n) {
        atLeader(n, new Message.Read(ledger.onInvoked()));
    }

    // Replicas.

    private void atReplica(SimNode n, ReplicaId sender, Message m) {
        ruleSteps++;
        FollowerState before = n.state;
        Decision decision = follower.on(before, n.contact, m);
        if (trace != null) say("> " + n + " receives " + Describe.message(m) + from(m));
        if (!decision.events().isEmpty() && n.crash != SimNode.Crash.NONE) {
            tearWrite(n, decision.events());
            return;
        }
        for (Event event : decision.events()) write(n, event);
        for (Action action : decision.actions()) perform(n, sender, m, action);
        if (trace != null) say(Describe.replica(n.state, n.contact));
    }

    private static String from(Message m) {
        if (m instanceof Message.FromLeader f) return " from " + f.leader();
        if (m instanceof Message.Answer a) return " from " + a.from().replica();
        return m instanceof Message.Probe p ? " from " + p.asker() : "";
    }

    private void tearWrite(SimNode n, List<Event> events) {
        int written = 0;
        if (n.crash == SimNode.Crash.AFTER) written = events.size();
        if (n.crash == SimNode.Crash.IN) written = events.size() / 2;
        for (Event event : events.subList(0, written)) write(n, event);
        crash(n);
    }

    private void write(SimNode n, Event event) {
        FollowerState before = n.state;
        n.state = before.apply(event);
        n.journal.add(event);
        if (trace != null) say("  write " + Describe.event(event));
        ledger.onEvent(before, event, n.state);
        ledger.onSnapshot(n, event);
    }

    private void perform(SimNode n, ReplicaId sender, Message asked, Action action) {
        boolean quiet = action instanceof Action.Keep;
        if (trace != null && !quiet) say("  " + Describe.action(action));
        if (action instanceof Action.Reply a) {
            if (asked instanceof Message.FromLeader f) ledger.onAnswer(n.state, f, a.answer());
            boolean told = asked == null || asked instanceof Message.Local;
            ReplicaId to =
                    told || asked instanceof Message.Piece ? a.answer().leader().home() : sender;
            send(new Packet(n.id, to, true, a.answer()));
        } else if (action instanceof Action.Keep a) {
            n.contact = a.contact();
        } else if (action instanceof Action.Apply a) {
            applyUpTo(n, a.commitIndex());
        } else if (action instanceof Action.Reset) {
            n.reset();
            n.store.abandon();
        } else if (action instanceof Action.ReportCritical a) {
            // Unless a disk was damaged on purpose, nothing critical ever happens.
            if (n.damaged) return;
            throw new PropertyViolation("nothing critical without damage", a.sentence());
        } else if (!(action instanceof Action.ReportDiscarded || action instanceof Action.Report)) {
            shell.perform(n, action);
            if (action instanceof Action.Restore) clients.onRestored(n);
        }
    }

    private void applyUpTo(SimNode n, Index commit) {
        while (n.applied < commit.value() && !n.lost) {
            Entry entry = n.state.log().entry(Index.of(n.applied + 1));
            n.digest = Ledger.digest(n.digest, entry);
            n.chain = Ledger.chain(n.chain, entry);
            ledger.onApplied(n, n.applied, entry, n.digest);
            n.applied++;
            clients.onApplied(n, entry);
        }
        clients.answerReads(n);
    }

    // Leaders.

    private void atLeader(SimNode n, Message m) {
        ruleSteps++;
        LeaderState before = n.leader;
        LeaderDecision decision = rules.on(before, m);
        boolean quiet = m instanceof Message.Tick && decision.actions().isEmpty();
        if (trace != null && !quiet) {
            say("> leader at " + n + " receives " + Describe.message(m) + from(m));
        }
        n.leader = decision.state();
        ledger.onLeader(before, n.leader);
        for (LeaderAction action : decision.actions()) perform(n, action);
        if (trace != null && before.phase() != n.leader.phase()) say(Describe.leader(n.leader));
    }

    private void perform(SimNode n, LeaderAction action) {
        if (trace != null) say("  " + Describe.action(action));
        if (action instanceof LeaderAction.Send a) {
            send(new Packet(n.id, a.to(), false, a.message()));
        } else if (action instanceof LeaderAction.Publish a) {
            if (a.state() instanceof ServingState.Serving s) ledger.onServing(n.leader, s.epoch());
        } else if (action instanceof LeaderAction.Accept a) {
            n.pending.put(a.entry().index().value(), a);
        } else if (action instanceof LeaderAction.Reject a) {
            ledger.onOutcome(a.request(), "rejected");
        } else if (action instanceof LeaderAction.AnswerRead a) {
            n.reads.add(new SimNode.WaitingRead(a.request(), a.at()));
            clients.answerReads(n);
        } else if (action instanceof LeaderAction.Abandon a) {
            clients.onAbandon(n, a);
        } else if (action instanceof LeaderAction.HandOver) {
            handOver(n);
        }
    }

    /** The singleton moves to the next node that is up. */
    private void handOver(SimNode n) {
        List<SimNode> all = new ArrayList<>(nodes.values());
        int here = all.indexOf(n);
        for (int i = 1; i < all.size(); i++) {
            SimNode next = all.get((here + i) % all.size());
            if (!next.up) continue;
            n.leading = false;
            if (!next.leading) lead(next);
            return;
        }
    }
}
