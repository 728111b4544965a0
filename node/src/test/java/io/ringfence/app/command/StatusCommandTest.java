package io.ringfence.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private static List<String> remarks(String replica) throws Exception {
        String cluster = "{'replicas': [%s]}".formatted(replica).replace('\'', '"');
        List<String> lines = StatusCommand.lines(new ObjectMapper().readTree(cluster));
        return lines.subList(2, lines.size());
    }

    @Test
    void aReplicaThatIsWellHasNoRemark() throws Exception {
        assertThat(
                        remarks(
                                """
                                {'replica': 'r1', 'serving': {'state': 'serving', 'reason': null},
                                 'quarantine': null, 'resync': null}
                                """))
                .isEmpty();
    }

    @Test
    void damageAndItsCureAreShown() throws Exception {
        assertThat(
                        remarks(
                                """
                                {'replica': 'r1', 'serving': {'state': 'serving', 'reason': null},
                                 'quarantine': 'its state differs',
                                 'resync': {'snapshot': {'epoch': 4, 'index': 20000},
                                   'source': 'r2', 'storedBytes': 1572864, 'bytes': 209715200}}
                                """))
                .containsExactly(
                        "r1: quarantined: its state differs",
                        "r1: receives the snapshot 4/20000 from r2, 1.5 of 200.0 MiB");
    }
}
