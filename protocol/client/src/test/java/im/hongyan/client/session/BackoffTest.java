package im.hongyan.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    @Test
    void theCeilingDoublesUpToTheLongest() {
        Backoff backoff = new Backoff(FIRST, LONGEST, always(Math.nextDown(1.0)));
        assertThat(IntStream.range(0, 7).mapToObj(i -> (backoff.next().toNanos() + 1) / 1_000_000))
                .containsExactly(100L, 200L, 400L, 800L, 1_600L, 2_000L, 2_000L);
    }

    @Test
    void theFloorIsNothing() {
        assertThat(new Backoff(FIRST, LONGEST, always(0)).next()).isZero();
    }

    @Test
    void beginsAnewAfterAReset() {
        Backoff backoff = new Backoff(FIRST, LONGEST, always(Math.nextDown(1.0)));
        IntStream.range(0, 100).forEach(i -> assertThat(backoff.next()).isLessThanOrEqualTo(LONGEST));
        assertThat(backoff.attempts()).isEqualTo(100);
        backoff.reset();
        assertThat(backoff.next()).isLessThanOrEqualTo(FIRST);
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
