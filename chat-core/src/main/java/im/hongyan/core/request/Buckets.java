package im.hongyan.core.request;

import im.hongyan.core.refusal.Refused;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Token buckets in Redis, one for each that is counted; they go when they are full again. Safe for concurrent use. */
@Component
final class Buckets {
    private static final Logger LOG = LoggerFactory.getLogger(Buckets.class);
    private static final Duration LONGEST_UNUSED = Duration.ofHours(1);

    private final AsyncProxyManager<String> buckets;
    private final Duration patience;
    private final Counter refused;
    private final Counter uncounted;

    Buckets(StatefulRedisConnection<String, byte[]> redis, RequestProperties properties, MeterRegistry meters) {
        this.buckets = Bucket4jLettuce.casBasedBuilder(redis)
                .expirationAfterWrite(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(LONGEST_UNUSED))
                .build()
                .asAsync();
        this.patience = properties.patience();
        this.refused = Counter.builder("hongyan.core.request.refused")
                .baseUnit("requests")
                .description("Requests that were refused because there had been too many")
                .register(meters);
        this.uncounted = Counter.builder("hongyan.core.request.uncounted")
                .baseUnit("requests")
                .description("Requests that passed because Redis did not count them in time")
                .register(meters);
    }

    /**
     * A kind of bucket.
     *
     * @param name of its keys
     * @param rule what it bounds, with its limit: told to whoever is refused
     */
    record Kind(String name, BucketConfiguration configuration, String rule) {
        static Kind of(String name, int burst, int refill, Duration every, String rule) {
            return new Kind(
                    name,
                    BucketConfiguration.builder()
                            .addLimit(Bandwidth.builder()
                                    .capacity(burst)
                                    .refillGreedy(refill, every)
                                    .build())
                            .build(),
                    rule);
        }
    }

    /** How many more fit in a row; errors with RATE_LIMITED when there is none left. Empty when Redis is not there to count. */
    Mono<OptionalLong> take(Kind kind, String whose) {
        String key = "requests:" + kind.name() + ":{" + whose + '}';
        return Mono.fromFuture(
                        () -> buckets.builder()
                                .build(key, () -> CompletableFuture.completedFuture(kind.configuration()))
                                .tryConsumeAndReturnRemaining(1),
                        true)
                .timeout(patience)
                .map(probe -> left(kind, probe))
                .onErrorResume(failure -> !(failure instanceof Refused), this::pass);
    }

    private OptionalLong left(Kind kind, ConsumptionProbe probe) {
        if (probe.isConsumed()) {
            return OptionalLong.of(probe.getRemainingTokens());
        }
        refused.increment();
        long waitMillis = TimeUnit.NANOSECONDS.toMillis(probe.getNanosToWaitForRefill()) + 1;
        throw new Refused(Problems.retryAfter(ErrorCode.RATE_LIMITED, kind.rule(), waitMillis));
    }

    private Mono<OptionalLong> pass(Throwable failure) {
        uncounted.increment();
        LOG.debug("a request was not counted: {}", failure.toString());
        return Mono.just(OptionalLong.empty());
    }
}
