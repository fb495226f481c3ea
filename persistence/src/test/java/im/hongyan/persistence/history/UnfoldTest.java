package im.hongyan.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class UnfoldTest {
    private final AtomicInteger fetched = new AtomicInteger();

    @Test
    void fetchesNothingThatIsNotAskedFor() {
        StepVerifier.create(count(5), 0)
                .expectSubscription()
                .then(() -> assertThat(fetched).hasValue(0))
                .thenRequest(2)
                .expectNext(0, 1)
                .then(() -> assertThat(fetched).hasValue(2))
                .thenRequest(10)
                .expectNext(2, 3, 4)
                .verifyComplete();
        assertThat(fetched).hasValue(5);
    }

    @Test
    void givesManyItemsWithoutDeepStacks() {
        assertThat(count(100_000).count().block()).isEqualTo(100_000);
    }

    @Test
    void worksAcrossThreads() {
        Flux<Integer> delayed =
                Unfold.from(0, from -> Mono.delay(Duration.ofMillis(1)).map(tick -> step(from, 50)));

        StepVerifier.create(delayed.limitRate(3)).expectNextCount(50).verifyComplete();
    }

    @Test
    void cancelsTheFetchThatIsUnderWay() {
        TestPublisher<Unfold.Step<Integer, Integer>> pending = TestPublisher.create();

        StepVerifier.create(Unfold.<Integer, Integer>from(0, from -> pending.mono()), 1)
                .expectSubscription()
                .thenCancel()
                .verify();

        pending.assertCancelled();
    }

    @Test
    void passesTheFailureOfAFetchOn() {
        Flux<Integer> broken = Unfold.from(
                0, from -> from == 2 ? Mono.error(new IllegalStateException("as planned")) : Mono.just(step(from, 5)));

        StepVerifier.create(broken).expectNext(0, 1).verifyErrorMessage("as planned");
    }

    private Flux<Integer> count(int items) {
        return Unfold.from(
                0,
                from -> Mono.fromSupplier(() -> {
                    fetched.incrementAndGet();
                    return step(from, items);
                }));
    }

    private static Unfold.Step<Integer, Integer> step(int from, int items) {
        return new Unfold.Step<>(from, from + 1 < items ? from + 1 : null);
    }
}
