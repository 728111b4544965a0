package io.ringfence.app.command;

import static io.ringfence.app.command.Table.number;
import static io.ringfence.app.command.Table.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void textStandsToTheLeftAndNumbersToTheRight() {
        Table table = new Table(text("KEY"), number("BYTES"));
        table.row("a", 1);
        table.row("long-key", 12345678);
        assertThat(table.lines())
                .containsExactly("KEY          BYTES", "a                1", "long-key  12345678");
    }

    @Test
    void longTextIsCutSoThatNoLineIsWiderThan100() {
        Table table = new Table(text("KEY"), number("VERSION"), text("NOTE"));
        table.row("k".repeat(300), 123456789012L, "n".repeat(20));
        assertThat(table.lines()).allMatch(line -> line.length() <= 100);
        assertThat(table.lines().get(1)).contains("k… 123456789012 " + "n".repeat(20));
    }

    @Test
    void whatWouldMoveTheCursorIsNotPrinted() {
        Table table = new Table(text("KEY"));
        table.row("a\u001b[2J\nb");
        assertThat(table.lines().get(1)).isEqualTo("a?[2J?b");
    }

    @Test
    void theWidestStatusFitsOnALine() throws JsonProcessingException {
        String replica =
                """
                {"replica": "r1", "node": "akka://ringfence@192.168.100.100:25520",
                 "role": "quarantined", "term": 1234, "vote": "r3-000000000000",
                 "commitIndex": 12345678,
                 "last": {"epoch": 1234, "index": 12345678}, "appliedIndex": 12345000,
                 "snapshot": {"epoch": 1233, "index": 12000000}, "digest": "0123456789abcdef",
                 "serving": {"state": "not-serving", "reason": "no quorum"}, "reachable": true}
                """;
        var lines = StatusCommand.lines(Client.JSON.readTree("{\"replicas\": [" + replica + "]}"));
        assertThat(lines).hasSize(3).allMatch(line -> line.length() <= 100);
        assertThat(lines.get(1)).contains("1234/12345678", " 678 ");
        assertThat(lines.get(2)).isEqualTo("r1: no quorum");
    }

    @Test
    void aStatusShowsLagAndWhoIsAway() throws JsonProcessingException {
        String cluster =
                """
                {"replicas": [
                 {"replica": "r1", "node": "akka://ringfence@127.0.0.1:1", "role": "leader",
                  "term": 2, "vote": "r1-a", "last": {"epoch": 2, "index": 9}, "commitIndex": 9,
                  "appliedIndex": 9, "snapshot": {"epoch": 0, "index": 0}, "reachable": true,
                  "serving": {"state": "serving", "epoch": 2, "reason": null}, "ageMillis": 0},
                 {"replica": "r2", "node": "akka://ringfence@127.0.0.1:2", "role": "follower",
                  "term": 2, "vote": null, "last": {"epoch": 2, "index": 5}, "commitIndex": 4,
                  "appliedIndex": 4, "snapshot": {"epoch": 0, "index": 0}, "reachable": false,
                  "serving": {"state": "serving", "epoch": 2}, "ageMillis": 12345}]}
                """;
        assertThat(StatusCommand.lines(Client.JSON.readTree(cluster)))
                .containsExactly(
                        "REPLICA  NODE         ROLE      TERM  VOTE  LAST  COMMIT  APPLIED "
                                + " SNAPSHOT  LAG  DIGEST  SERVING",
                        "r1       127.0.0.1:1  leader       2  r1-a   2/9       9        9      "
                                + " 0/0    0  -       epoch 2",
                        "r2       127.0.0.1:2  follower     2  -      2/5       4        4      "
                                + " 0/0    5  -       away 12s");
    }
}
