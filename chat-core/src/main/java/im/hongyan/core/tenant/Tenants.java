package im.hongyan.core.tenant;

import im.hongyan.core.known.LastKnown;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.tenant.Tenant.Policies;
import im.hongyan.wire.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * The tenants that there are. A change made by another core is seen here after {@link TenantProperties#staleness} at the
 * latest; a change made here, at once. Safe for concurrent use.
 */
@Component
public class Tenants {
    static final Duration DATABASE_DEADLINE = Duration.ofSeconds(2);

    private final LastKnown<String, Optional<Tenant>> known;

    Tenants(TenantRepository repository, TenantProperties properties, MeterRegistry meters) {
        this.known = new LastKnown<String, Optional<Tenant>>(
                        properties.cached(),
                        new LastKnown.Ages<>(tenant -> properties.staleness(), properties.trusted(), DATABASE_DEADLINE),
                        id -> repository.find(id).singleOptional(),
                        System::nanoTime)
                .meteredAs("tenants", meters);
    }

    /** Empty when there is none. */
    public Mono<Tenant> find(String id) {
        return known.get(id).flatMap(Mono::justOrEmpty);
    }

    /** A tenant whose users and backend may come in; errors with AUTH_FAILED when there is none, with NO_PERMISSION when it is suspended. */
    public Mono<Tenant> admit(String id) {
        return find(id).switchIfEmpty(
                        Mono.error(() -> Refused.of(ErrorCode.AUTH_FAILED, "the credential is not accepted")))
                .flatMap(tenant -> tenant.isSuspended()
                        ? Mono.error(Refused.of(ErrorCode.NO_PERMISSION, "this app is suspended"))
                        : Mono.just(tenant));
    }

    /** What this tenant has chosen; nothing when there is none. */
    public Mono<Policies> policies(String id) {
        return find(id).map(Tenant::policies).defaultIfEmpty(Policies.of(null));
    }

    /** It was changed here. */
    void forget(String id) {
        known.forget(id);
    }
}
