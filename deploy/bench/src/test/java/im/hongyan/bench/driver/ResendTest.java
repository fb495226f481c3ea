package im.hongyan.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.bench.plan.Pace;
import im.hongyan.bench.plan.Plan;
import im.hongyan.bench.plan.Result;
import im.hongyan.bench.plan.Target;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Problem;
import im.hongyan.wire.frame.Send;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the driver does with refusals: the same as every client. */
@Timeout(120)
class ResendTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PAUSE_MILLIS = 250;

    @Test
    void sendsAgainWhatIsRefusedForNowAndCountsItOnce() {
        try (RefusingServer server = new RefusingServer(firstAttempts(2, ErrorCode.STORE_UNAVAILABLE))) {
            Result result = run(server, new Pace.Open(100), PATIENCE);
            assertThat(result.sent()).isEqualTo(150);
            assertThat(result.accepted()).isEqualTo(150);
            assertThat(result.unanswered()).isZero();
            assertThat(result.clean()).isTrue();
            assertThat(result.refusals()).containsEntry("STORE_UNAVAILABLE", 6L);
            assertThat(result.resent())
                    .isEqualTo(result.refusals().values().stream()
                            .mapToLong(times -> times)
                            .sum());
            assertThat(server.attempts).hasSize((int) (result.sent() + result.resent()));
            assertThat(repeatsAreMarkedAndTheSame(server.attempts)).isTrue();
        }
    }

    @Test
    void theTimeOfAMessageRunsFromItsFirstSend() {
        try (RefusingServer server = new RefusingServer(firstAttempts(1, ErrorCode.BUSY))) {
            Result result = run(server, new Pace.Open(100), PATIENCE);
            assertThat(result.answers().getTotalCount()).isEqualTo(100);
            assertThat(result.answers().getMaxValue()).isGreaterThanOrEqualTo(PAUSE_MILLIS * 1_000L * 99 / 100);
        }
    }

    @Test
    void nothingOvertakesWhatComesAgain() {
        try (RefusingServer server = new RefusingServer(firstAttempts(2, ErrorCode.BUSY))) {
            Result result = run(server, new Pace.Closed(8), PATIENCE);
            assertThat(result.accepted()).isEqualTo(result.sent()).isGreaterThanOrEqualTo(8);
            assertThat(numbers(server.accepted))
                    .isEqualTo(
                            IntStream.range(0, server.accepted.size()).boxed().toList());
        }
    }

    @Test
    void whatIsBehindARefusedOneWaitsUntilThatIsAccepted() {
        try (RefusingServer server = new RefusingServer(firstAttempts(3, ErrorCode.STORE_UNAVAILABLE))) {
            Result result = run(server, new Pace.Closed(8), PATIENCE);
            long interruptions = (result.sent() + 49) / 50;
            assertThat(result.refusals()).containsEntry("STORE_UNAVAILABLE", 3 * interruptions);
            // Seven others were on the wire with the first attempt, and the later ones go alone.
            assertThat(result.refusals().getOrDefault("BUSY", 0L)).isBetween(1L, 7 * interruptions);
        }
    }

    @Test
    void aClosedLoopCountsMessagesNotAttempts() {
        try (RefusingServer server =
                new RefusingServer((place, attempt) -> place < 4 ? null : refusal(ErrorCode.BUSY))) {
            Result result = run(server, new Pace.Closed(8), Duration.ofMillis(100));
            assertThat(result.sent()).isEqualTo(12);
            assertThat(result.accepted()).isEqualTo(4);
            assertThat(result.unanswered()).isEqualTo(8);
            assertThat(result.resent()).isPositive();
            assertThat(result.clean()).isFalse();
        }
    }

    @Test
    void anOpenLoopHoldsNoMoreThanTheServerTakes() {
        try (RefusingServer server = new RefusingServer((place, attempt) -> refusal(ErrorCode.BUSY))) {
            Result result = run(server, new Pace.Open(2_000), Duration.ofMillis(100));
            assertThat(result.accepted()).isZero();
            assertThat(result.unanswered()).isEqualTo(result.sent()).isBetween(1L, (long)
                    RefusingServer.SENDS_IN_FLIGHT);
        }
    }

    @Test
    void doesNotSendAgainWhatIsRefusedForGood() {
        Problem never = Problems.of(ErrorCode.NOT_MEMBER, "not a member");
        try (RefusingServer server = new RefusingServer((place, attempt) -> place % 50 == 0 ? never : null)) {
            Result result = run(server, new Pace.Open(100), PATIENCE);
            assertThat(result.refusals()).isEqualTo(Map.of("NOT_MEMBER", 3L));
            assertThat(result.resent()).isZero();
            assertThat(result.accepted()).isEqualTo(147);
            assertThat(result.unanswered()).isZero();
        }
    }

    /** Refuses so many attempts of every fiftieth message. */
    private static BiFunction<Integer, Integer, @Nullable Problem> firstAttempts(int attempts, ErrorCode code) {
        return (place, attempt) -> place % 50 == 0 && attempt <= attempts ? refusal(code) : null;
    }

    private static Problem refusal(ErrorCode code) {
        return Problems.retryAfter(code, "later", PAUSE_MILLIS);
    }

    private static Result run(RefusingServer server, Pace pace, Duration patience) {
        Target ann = new Target("ann", Ids.direct("ann", "bob"), List.of());
        try (Fleet fleet = new Fleet(Endpoint.tcp("127.0.0.1", server.port()), 1)) {
            fleet.connect(List.of(ann.sender()));
            Plan plan = new Plan(List.of(ann), pace, Duration.ofMillis(500), Duration.ofSeconds(1), 100);
            return fleet.run(plan, () -> {}, () -> {}, patience);
        }
    }

    private static boolean repeatsAreMarkedAndTheSame(List<Send> attempts) {
        Set<Send> known = new HashSet<>();
        return attempts.stream()
                .allMatch(send -> send.getResend()
                        != known.add(send.toBuilder().clearResend().build()));
    }

    private static List<Integer> numbers(List<String> clientMessageIds) {
        return clientMessageIds.stream()
                .map(id -> Integer.parseInt(id.split("_", -1)[2], 36))
                .toList();
    }
}
