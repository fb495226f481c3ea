package im.hongyan.core.account.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.hongyan.core.account.login.Attempts.Who;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.rig.TestRedis;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.frame.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AttemptsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofHours(1);
    private static final Who OWNER = new Who("default", "ann", "home");

    private final Attempts attempts = attempts(PACE);

    private static Attempts attempts(Duration pace) {
        return new Attempts(
                TestRedis.empty(),
                new AttemptProperties(3, pace, 5, pace, Duration.ofDays(1)),
                new SimpleMeterRegistry());
    }

    @Test
    void boundsWrongPasswordsForAUserFromEverywhere() {
        for (int i = 0; i < 3; i++) {
            assertThat(isRight(new Who("default", "ann", "somewhere-" + i), false))
                    .isFalse();
        }
        Problem refused = refusal(new Who("default", "ann", "elsewhere"));
        assertThat(refused.getCode()).isEqualTo("RATE_LIMITED");
        assertThat(refused.getRetryable()).isTrue();
        assertThat(refused.getRetryAfterMillis()).isBetween(1L, PACE.toMillis());
        assertThat(isRight(new Who("default", "ben", "elsewhere"), true)).isTrue();
        assertThat(isRight(new Who("other", "ann", "elsewhere"), true)).isTrue();
    }

    @Test
    void boundsWrongPasswordsFromAnAddressForWhichever() {
        for (int i = 0; i < 5; i++) {
            assertThat(isRight(new Who("default", "user-" + i, "home"), false)).isFalse();
        }
        assertThat(refusal(new Who("default", "another", "home")).getCode()).isEqualTo("RATE_LIMITED");
        assertThat(isRight(new Who("default", "another", "elsewhere"), true)).isTrue();
    }

    @Test
    void nobodyElsewhereKeepsOutWhoIsKnown() {
        assertThat(isRight(OWNER, true)).isTrue();
        for (int i = 0; i < 3; i++) {
            isRight(new Who("default", "ann", "somewhere-" + i), false);
        }
        assertThat(refusal(new Who("default", "ann", "new")).getCode()).isEqualTo("RATE_LIMITED");
        assertThat(isRight(OWNER, true)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(isRight(OWNER, false)).isFalse();
        }
        assertThat(refusal(OWNER).getCode())
                .as("a known address has a bound too")
                .isEqualTo("RATE_LIMITED");
    }

    @Test
    void whatIsRightOrBrokenDoesNotCount() {
        for (int i = 0; i < 20; i++) {
            assertThat(isRight(OWNER, true)).isTrue();
            Mono<Boolean> broken = attempts.within(
                    new Who("default", "ben", "home"), Mono.error(Refused.of(ErrorCode.BUSY, "too many")));
            assertThat(catchThrowableOfType(Refused.class, () -> broken.block(PATIENCE))
                            .problem()
                            .getCode())
                    .isEqualTo("BUSY");
        }
    }

    @Test
    void manyAtOnceGuessNoMoreThanOneAfterTheOther() {
        AtomicInteger looked = new AtomicInteger();
        Flux.range(0, 50)
                .flatMap(i -> attempts.within(
                                new Who("default", "ann", "address-" + i),
                                Mono.<Boolean>fromRunnable(looked::incrementAndGet))
                        .onErrorComplete(Refused.class))
                .then()
                .block(PATIENCE);
        assertThat(looked).hasValue(3);
    }

    @Test
    void aPlaceComesBackWithTime() {
        Attempts quick = attempts(Duration.ofMillis(100));
        for (int i = 0; i < 8; i++) {
            Mono<Boolean> wrong = Mono.defer(() -> quick.within(OWNER, Mono.empty()));
            wrong.retryWhen(reactor.util.retry.Retry.fixedDelay(100, Duration.ofMillis(50)))
                    .block(PATIENCE);
        }
    }

    @Test
    void withoutRedisNobodyIsLetIn() {
        TestRedis.pause(Duration.ofSeconds(5));
        try {
            assertThat(refusal(OWNER).getCode()).isEqualTo("SERVICE_UNAVAILABLE");
        } finally {
            TestRedis.awaitAnswer();
        }
    }

    private boolean isRight(Who who, boolean right) {
        return attempts.within(who, right ? Mono.just(true) : Mono.empty())
                .blockOptional(PATIENCE)
                .orElse(false);
    }

    private Problem refusal(Who who) {
        Mono<Boolean> right = attempts.within(who, Mono.just(true));
        return catchThrowableOfType(Refused.class, () -> right.block(PATIENCE)).problem();
    }
}
