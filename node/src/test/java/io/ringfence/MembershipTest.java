package io.ringfence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The leader knows who joined though {@code Cluster.state} lags behind its events. */
class MembershipTest {
    @Test
    void aLeaderWithAStaleViewFindsItsQuorum() {
        String[] voters = {"r1", "r2", "r3"};
        try (TestNode first = TestNode.start("r1", Disk.empty(), new Counter(false), voters);
                TestNode second = TestNode.start("r2", Disk.empty(), new Counter(false), voters);
                TestNode third = TestNode.start("r3", Disk.empty(), new Counter(false), voters)) {
            first.join(first).awaitMembersUp(1);
            first.withStaleView();
            second.join(first);
            third.join(first);
            assertThat(second.done("1")).isEqualTo(1);
            assertThat(first.membersUp()).as("its view is stale").isEqualTo(1);
        }
    }
}
