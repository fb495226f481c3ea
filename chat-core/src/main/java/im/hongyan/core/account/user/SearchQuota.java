package im.hongyan.core.account.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Bounds how often a user searches, so that nobody reads all names by and by: a bucket for each that empties at a steady rate.
 * Counted at each chat-core by itself. Safe for concurrent use.
 */
@Component
final class SearchQuota {
    private record Searcher(String tenant, String user) {}

    private final Cache<Searcher, Bucket> buckets;
    private final UserProperties bounds;
    private final LongSupplier nanoTime;
    private final Counter refused;

    @Autowired
    SearchQuota(UserProperties bounds, MeterRegistry meters) {
        this(bounds, meters, System::nanoTime);
    }

    SearchQuota(UserProperties bounds, MeterRegistry meters, LongSupplier nanoTime) {
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(bounds.searchers())
                .expireAfterAccess(bounds.searchPace().multipliedBy(bounds.searches()))
                .ticker(nanoTime::getAsLong)
                .build();
        this.refused = Counter.builder("hongyan.core.account.user.searches.refused")
                .baseUnit("searches")
                .description("Searches for users that were not made because one user had made too many")
                .register(meters);
        Gauge.builder("hongyan.core.cache.entries", buckets, Cache::estimatedSize)
                .tag("cache", "searchers")
                .register(meters);
    }

    /** Counts a search; throws RATE_LIMITED when there have been too many. */
    void take(String tenant, String user) {
        Bucket bucket = buckets.get(new Searcher(tenant, user), searcher -> new Bucket());
        Duration wait = bucket.take();
        if (wait.isPositive()) {
            refused.increment();
            throw new Refused(
                    Problems.retryAfter(ErrorCode.RATE_LIMITED, "there were too many searches", wait.toMillis() + 1));
        }
    }

    /** What is in it is known by when it will be empty (GCRA). */
    private final class Bucket {
        private long emptyAt = nanoTime.getAsLong();

        /** How long to wait; nothing was taken then. */
        synchronized Duration take() {
            long now = nanoTime.getAsLong();
            long pace = bounds.searchPace().toNanos();
            long filled = Math.max(emptyAt - now, 0) + pace;
            long over = filled - bounds.searches() * pace;
            if (over <= 0) {
                emptyAt = now + filled;
            }
            return Duration.ofNanos(Math.max(over, 0));
        }
    }
}
