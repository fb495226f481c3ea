package im.hongyan.core.account.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * A user who comes from another system has a name from the first time that somebody says it: their backend, or their token. What
 * they have said themselves stays. Safe for concurrent use.
 */
@Component
public class Introductions {
    private static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private record User(String tenant, String user) {}

    private final ProfileRepository profiles;
    private final Cache<User, Boolean> introduced;
    private final Clock clock = Clock.systemUTC();

    Introductions(ProfileRepository profiles, UserProperties bounds, MeterRegistry meters) {
        this.profiles = profiles;
        this.introduced = Caffeine.newBuilder().maximumSize(bounds.introduced()).build();
        Gauge.builder("hongyan.core.cache.entries", introduced, Cache::estimatedSize)
                .tag("cache", "introduced users")
                .register(meters);
    }

    /** Errors with {@link Refused} when the name is unfit or cannot be written. */
    public Mono<Void> introduce(String tenant, String user, String name) {
        return Mono.defer(() -> {
            Fields.name("name", name);
            User known = new User(tenant, user);
            if (introduced.getIfPresent(known) != null) {
                return Mono.empty();
            }
            return Deadlines.ofStore(profiles.introduce(tenant, user, name, clock.millis()), DATABASE_DEADLINE)
                    .doOnSuccess(written -> introduced.put(known, true));
        });
    }
}
