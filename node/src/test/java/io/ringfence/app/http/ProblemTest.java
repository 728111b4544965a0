package io.ringfence.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.HttpResponse;
import io.ringfence.protocol.Rejection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemTest {
    private static Map<Rejection, Integer> statuses() {
        Map<Rejection, Integer> statuses = new LinkedHashMap<>();
        statuses.put(new Rejection.NotServing("no quorum"), 503);
        statuses.put(new Rejection.Overloaded(200), 429);
        statuses.put(new Rejection.TooLarge(2, 1), 413);
        statuses.put(new Rejection.Failed("no"), 409);
        statuses.put(new Rejection.BadRequest("no"), 400);
        return statuses;
    }

    @Test
    void everyRejectionHasItsStatusAndIsRejected() {
        assertThat(statuses().keySet().stream().map(Object::getClass))
                .containsExactlyInAnyOrder(Rejection.class.getPermittedSubclasses());
        statuses()
                .forEach(
                        (rejection, status) -> {
                            Problem problem = Problem.of(rejection);
                            assertThat(problem.status()).isEqualTo(status);
                            assertThat(problem.outcome()).isEqualTo("rejected");
                        });
    }

    @Test
    void whoIsToTryAgainIsToldWhen() {
        assertThat(retryAfter(Problem.of(new Rejection.Overloaded(200)))).isEqualTo("1");
        assertThat(retryAfter(Problem.of(new Rejection.Overloaded(2001)))).isEqualTo("3");
        assertThat(retryAfter(Problem.of(new Rejection.NotServing("x")))).isEqualTo("1");
        assertThat(retryAfter(Problem.badRequest("x"))).isEmpty();
    }

    @Test
    void whatMayBeAppliedIsUnknown() {
        Problem problem = Problem.unknown("lost");
        assertThat(problem.status()).isEqualTo(504);
        assertThat(problem.outcome()).isEqualTo("unknown");
    }

    private static String retryAfter(Problem problem) {
        HttpResponse response = problem.response();
        return response.getHeader("Retry-After").map(header -> header.value()).orElse("");
    }
}
