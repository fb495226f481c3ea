package im.hongyan.core.known;

import static org.assertj.core.api.Assertions.assertThat;

import im.hongyan.core.refusal.Refused;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class LastKnownTest {
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private Mono<String> database = Mono.just("member");

    private final LastKnown<String, String> facts = new LastKnown<>(
            10,
            new LastKnown.Ages<>(
                    value -> Duration.ofSeconds(value.equals("stranger") ? 1 : 5),
                    Duration.ofHours(1),
                    Duration.ofMillis(100)),
            key -> Mono.defer(() -> {
                asked.incrementAndGet();
                return database;
            }),
            now::get);

    @Test
    void asksOnceWhileTheFactIsFresh() {
        assertThat(get()).isEqualTo("member");
        pass(Duration.ofMillis(4_900));
        assertThat(get()).isEqualTo("member");
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainBeforeAnOldFactIsUsed() {
        get();
        database = Mono.just("stranger");
        pass(Duration.ofSeconds(5));
        assertThat(get()).isEqualTo("stranger");
        pass(Duration.ofSeconds(1));
        database = Mono.just("member");
        assertThat(get()).isEqualTo("member");
    }

    @Test
    void usesTheLastKnownFactWhileTheDatabaseIsAway() {
        get();
        database = Mono.error(new IllegalStateException("away"));
        pass(Duration.ofMinutes(59));
        assertThat(get()).isEqualTo("member");
        assertThat(get()).isEqualTo("member");
        assertThat(asked).as("asks again after a pause only").hasValue(2);
        pass(Duration.ofSeconds(1));
        database = Mono.just("stranger");
        assertThat(get()).isEqualTo("stranger");
    }

    @Test
    void doesNotWaitLongForASilentDatabase() {
        get();
        database = Mono.never();
        pass(Duration.ofSeconds(6));
        assertThat(get()).isEqualTo("member");
    }

    @Test
    void trustsNoFactForEver() {
        get();
        database = Mono.error(new IllegalStateException("away"));
        pass(Duration.ofMinutes(61));
        StepVerifier.create(facts.get("key")).verifyErrorMessage("away");
    }

    @Test
    void saysThatTheStoreIsAwayWhenNothingIsKnown() {
        database = Mono.never();
        StepVerifier.create(facts.get("key"))
                .verifyErrorSatisfies(failure ->
                        assertThat(((Refused) failure).problem().getCode()).isEqualTo("STORE_UNAVAILABLE"));
    }

    @Test
    void asksOnceForManyWhoAskAtOnce() {
        Sinks.One<String> answer = Sinks.one();
        database = answer.asMono();
        var first = facts.get("key").toFuture();
        var second = facts.get("key").toFuture();
        answer.tryEmitValue("member");
        assertThat(first).isCompletedWithValue("member");
        assertThat(second).isCompletedWithValue("member");
        assertThat(asked).hasValue(1);
    }

    @Test
    void keepsNoAnswerThatIsOlderThanAChange() {
        Sinks.One<String> old = Sinks.one();
        database = old.asMono();
        var first = facts.get("key").toFuture();
        facts.forget("key");
        old.tryEmitValue("stranger");
        assertThat(first).isCompletedWithValue("stranger");
        database = Mono.just("member");
        assertThat(get()).isEqualTo("member");
    }

    private String get() {
        return Objects.requireNonNull(facts.get("key").block(Duration.ofSeconds(30)));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
