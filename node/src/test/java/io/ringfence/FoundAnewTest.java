package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.internal.StoppedReplica;
import io.ringfence.protocol.Event;
import io.ringfence.protocol.FollowerState;
import io.ringfence.protocol.Message;
import io.ringfence.protocol.ReplicaId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Three nodes in this JVM, of which two lost their disks. */
class FoundAnewTest {
    private static final String[] VOTERS = {"r1", "r2", "r3"};
    private static final Message.FoundAnew COMMAND = new Message.FoundAnew("nonce");

    private final Disk left = Disk.empty();
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::close);
    }

    private void start() {
        for (String replica : VOTERS) {
            Disk disk = replica.equals("r1") ? left : Disk.empty();
            nodes.add(TestNode.start(replica, disk, new Counter(), VOTERS));
        }
        nodes.forEach(node -> node.join(nodes.get(0)));
    }

    /** They count to 3, and all end. */
    private String groupThatEnded() {
        start();
        assertThat(nodes.get(0).done("1")).isEqualTo(1);
        assertThat(nodes.get(0).done("2")).isEqualTo(3);
        String group = nodes.get(0).status().groupId().orElseThrow();
        nodes.forEach(TestNode::close);
        nodes.clear();
        return group;
    }

    private StoppedReplica open() {
        return StoppedReplica.open(TestNode.stopped("r1", left), "counter", ReplicaId.of("r1"));
    }

    private FollowerState look() {
        try (StoppedReplica r1 = open()) {
            return r1.state();
        }
    }

    @Test
    @DisplayName("§13.15 The group goes on from the disk that is left, under another id")
    void theGroupGoesOnFromTheDiskThatIsLeft() {
        String before = groupThatEnded();
        FollowerState last = look();
        try (StoppedReplica r1 = open()) {
            assertThat(r1.tell(COMMAND).isApart()).isTrue();
        }
        FollowerState apart = look();
        assertThat(apart.isApart()).isTrue();
        assertThat(apart.log()).isEqualTo(last.log());
        start();
        assertThat(nodes.get(1).done("4")).isEqualTo(7);
        assertThat(nodes.get(2).get()).isEqualTo(7);
        ReplicaStatus now = nodes.get(0).status();
        assertThat(now.groupId()).isPresent().isNotEqualTo(Optional.of(before));
        assertThat(now.term()).isGreaterThan(last.term().value());
    }

    @Test
    void toLookAtAReplicaWritesNothing() {
        groupThatEnded();
        int rows = left.rows("ringfence|counter|r1").size();
        FollowerState state = look();
        assertThat(state.standing().isVoter()).isTrue();
        assertThat(look()).isEqualTo(state);
        assertThat(left.rows("ringfence|counter|r1")).hasSize(rows);
    }

    @Test
    void aWriteThatFailsIsToldAndMayBeTriedAgain() {
        groupThatEnded();
        left.fail(1, Event.SetApart.class);
        try (StoppedReplica r1 = open()) {
            assertThatThrownBy(() -> r1.tell(COMMAND)).isInstanceOf(CompletionException.class);
        }
        assertThat(look().isApart()).isFalse();
        try (StoppedReplica r1 = open()) {
            assertThat(r1.tell(COMMAND).isApart()).isTrue();
        }
    }
}
