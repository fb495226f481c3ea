package im.hongyan.core.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.wire.ErrorCode;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class RequestLimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String HERE = "c0000201";

    private final StatefulRedisConnection<String, byte[]> redis = TestRedis.empty();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void tellsAUserWhatIsLeft() {
        assertThat(ask(limits(2, 1, LONG).ofUser("default", "alice"))).hasValue(1);
    }

    @Test
    void refusesTheOneTooMany() {
        RequestLimits limits = limits(1, 1, LONG);
        ask(limits.ofUser("default", "alice"));
        assertThatThrownBy(() -> askAgainAndAgain(limits.ofUser("default", "alice")))
                .satisfies(rateLimited("1 requests in a row, then 1 a second"));
        assertThat(meters.counter("hongyan.core.request.refused").count()).isEqualTo(1);
        assertThat(ask(limits.ofUser("default", "bob"))).hasValue(0);
        assertThat(ask(limits.ofUser("other", "alice"))).hasValue(0);
        assertThat(ask(limits.ofBackend("default"))).hasValue(4);
    }

    @Test
    void countsForAllCoresTogether() {
        for (int i = 0; i < 100; i++) {
            ask(limits(1_000, 1, LONG).ofUser("default", "alice"));
        }
        OptionalLong left = ask(limits(1_000, 1, LONG).ofUser("default", "alice"));
        assertThat(left.orElseThrow()).as("what came back meanwhile is less").isLessThan(950);
    }

    @Test
    void doesNotCountWhatHasNoBound() {
        assertThat(ask(limits(1, 0, LONG).ofUser("default", "alice"))).isEmpty();
        assertThat(redis.sync().keys("requests:*")).isEmpty();
    }

    @Test
    void letsRequestsPassWhileRedisIsSilent() {
        RequestLimits limits = limits(1, 1, Duration.ofMillis(50));
        TestRedis.holdWrites();
        try {
            assertThat(ask(limits.ofUser("default", "alice"))).isEmpty();
        } finally {
            TestRedis.goOn();
        }
        assertThat(meters.counter("hongyan.core.request.uncounted").count()).isEqualTo(1);
    }

    @Test
    void looksAtNoMoreKeysOfWhoMakesThemUp() {
        RequestLimits limits = limits(1, 1, LONG);
        Mono<String> none = Mono.<Void>fromRunnable(looks::incrementAndGet)
                .then(Mono.<String>error(Refused.of(ErrorCode.AUTH_FAILED, "the key is not accepted")));
        assertThatThrownBy(() -> ask(limits.lookUp(HERE, none))).satisfies(code(ErrorCode.AUTH_FAILED));
        assertThatThrownBy(() -> ask(limits.lookUp(HERE, none))).satisfies(code(ErrorCode.AUTH_FAILED));
        assertThatThrownBy(() -> ask(limits.lookUp(HERE, none))).satisfies(rateLimited("1 keys"));
        assertThat(looks).hasValue(2);
        assertThat(ask(limits.lookUp("c0000202", Mono.just("a key")))).isEqualTo("a key");
    }

    @Test
    void countsOnlyKeysThatAreNone() {
        RequestLimits limits = limits(1, 1, LONG);
        Mono<String> away = Mono.error(Refused.of(ErrorCode.STORE_UNAVAILABLE, "later"));
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> ask(limits.lookUp(HERE, away))).satisfies(code(ErrorCode.STORE_UNAVAILABLE));
        }
        assertThat(ask(limits.lookUp(HERE, Mono.just("a key")))).isEqualTo("a key");
    }

    private RequestLimits limits(int burst, int perSecond, Duration patience) {
        RequestProperties bounds =
                new RequestProperties(burst, perSecond, 5, perSecond, 1, Duration.ofMinutes(10), patience);
        return new RequestLimits(new Buckets(redis, bounds, meters), bounds, meters);
    }

    private static <T> T ask(Mono<T> question) {
        T answer = question.block(LONG);
        assertThat(answer).isNotNull();
        return answer;
    }

    /** A second may pass between two of them on a slow machine; not between all. */
    private static void askAgainAndAgain(Mono<OptionalLong> question) {
        for (int i = 0; i < 100; i++) {
            ask(question);
        }
    }

    private static Consumer<Throwable> code(ErrorCode code) {
        return failure -> assertThat(failure)
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .extracting(refused -> refused.problem().getCode())
                .isEqualTo(code.name());
    }

    private static Consumer<Throwable> rateLimited(String rule) {
        return failure -> assertThat(failure).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problem().getCode()).isEqualTo(ErrorCode.RATE_LIMITED.name());
            assertThat(refused.problem().getMessage()).contains(rule);
            assertThat(refused.problem().getRetryAfterMillis()).isPositive();
        });
    }
}
