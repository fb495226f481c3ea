package im.hongyan.client.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off with full jitter: the n-th wait is uniform between nothing and {@code first · 2ⁿ}, at the most
 * {@code longest}, so that many clients that lost the same server do not come back together. Loop-confined.
 */
public final class Backoff {
    private static final int MOST_DOUBLINGS = 30;

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int attempts;

    public Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** How long to wait before the next attempt. */
    public Duration next() {
        double ceiling =
                Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, Math.min(attempts, MOST_DOUBLINGS)));
        attempts++;
        return Duration.ofNanos((long) (ceiling * random.nextDouble()));
    }

    /** Attempts since the last success. */
    public int attempts() {
        return attempts;
    }

    public void reset() {
        attempts = 0;
    }
}
