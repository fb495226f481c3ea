package im.hongyan.core.request;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.request.Buckets.Kind;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Problems;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Bounds the requests of a user and of a tenant's backends, each with a bucket of their own, and the made-up keys of an address. While
 * Redis is away requests pass: what they ask for has bounds of its own. Safe for concurrent use. Errors are {@link Refused}.
 */
@Component
final class RequestLimits {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int SHUT_ADDRESSES = 100_000;

    private final Buckets buckets;
    private final @Nullable Kind user;
    private final @Nullable Kind backend;
    private final Kind madeUp;
    /** Until when nothing is looked at, in nanoseconds. */
    private final Cache<String, Long> shut;

    RequestLimits(Buckets buckets, RequestProperties bounds, MeterRegistry meters) {
        this.buckets = buckets;
        this.user = perSecond("user", bounds.userBurst(), bounds.userPerSecond(), "a user");
        this.backend = perSecond("backend", bounds.backendBurst(), bounds.backendPerSecond(), "an app's backends");
        this.madeUp = Kind.of(
                "made-up",
                bounds.madeUpKeys(),
                1,
                bounds.madeUpKeyPace(),
                "an address may show %d keys or tokens that are none, then one in %d ms"
                        .formatted(bounds.madeUpKeys(), bounds.madeUpKeyPace().toMillis()));
        this.shut = Caffeine.newBuilder()
                .maximumSize(SHUT_ADDRESSES)
                .expireAfterWrite(bounds.madeUpKeyPace())
                .build();
        Gauge.builder("hongyan.core.cache.entries", shut, Cache::estimatedSize)
                .tag("cache", "shut addresses")
                .register(meters);
    }

    private static @Nullable Kind perSecond(String name, int burst, int perSecond, String who) {
        return perSecond == 0
                ? null
                : Kind.of(
                        name,
                        burst,
                        perSecond,
                        SECOND,
                        "%s may make %d requests in a row, then %d a second".formatted(who, burst, perSecond));
    }

    /** Counts a request of a user; how many more they may make in a row, if that is counted. */
    Mono<OptionalLong> ofUser(String tenant, String name) {
        return take(user, tenant + '/' + name);
    }

    /** Counts a request of a tenant's backend; how many more it may make in a row, if that is counted. */
    Mono<OptionalLong> ofBackend(String tenant) {
        return take(backend, tenant);
    }

    private Mono<OptionalLong> take(@Nullable Kind kind, String whose) {
        return kind == null ? Mono.just(OptionalLong.empty()) : buckets.take(kind, whose);
    }

    /**
     * Looks a key up that somebody shows, when not too many came from their address that were none.
     *
     * @param look errors with AUTH_FAILED when the key is none; only that is counted
     */
    <T> Mono<T> lookUp(String address, Mono<T> look) {
        return Mono.defer(() -> {
            Long until = shut.getIfPresent(address);
            long waitNanos = until == null ? 0 : until - System.nanoTime();
            return waitNanos > 0
                    ? Mono.error(tooMany(TimeUnit.NANOSECONDS.toMillis(waitNanos) + 1))
                    : look.onErrorResume(Refused.class, no -> count(address, no));
        });
    }

    private <T> Mono<T> count(String address, Refused no) {
        if (!no.problem().getCode().equals(ErrorCode.AUTH_FAILED.name())) {
            return Mono.error(no);
        }
        return buckets.take(madeUp, address)
                .doOnError(
                        Refused.class,
                        tooMany -> shut(address, tooMany.problem().getRetryAfterMillis()))
                .onErrorComplete()
                .then(Mono.error(no));
    }

    private void shut(String address, long millis) {
        shut.put(address, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private Refused tooMany(long waitMillis) {
        return new Refused(Problems.retryAfter(ErrorCode.RATE_LIMITED, madeUp.rule(), waitMillis));
    }
}
