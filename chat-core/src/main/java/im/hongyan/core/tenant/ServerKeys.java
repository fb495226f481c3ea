package im.hongyan.core.tenant;

import im.hongyan.core.known.LastKnown;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.secret.Secrets;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys with which the backends of tenants speak: {@code hysk_<id>.<secret>}, of which we keep a hash. So many are in force at
 * once that a new one can be in use everywhere before the old one is revoked. Safe for concurrent use. Errors are {@link Refused}.
 */
@Service
public class ServerKeys {
    /** What every server key begins with, so that it is known by sight where it leaks. */
    public static final String PREFIX = "hysk_";

    private static final int MAX_CHARS = 128;
    private static final int LISTED = 100;

    private final TenantRepository tenants;
    private final ServerKeyRepository keys;
    private final TenantProperties properties;
    private final LastKnown<String, Optional<ServerKey>> known;
    private final TransactionalOperator transaction;
    private final Clock clock = Clock.systemUTC();

    ServerKeys(
            TenantRepository tenants,
            ServerKeyRepository keys,
            TenantProperties properties,
            ReactiveTransactionManager transactions,
            MeterRegistry meters) {
        this.tenants = tenants;
        this.keys = keys;
        this.properties = properties;
        this.transaction = TransactionalOperator.create(transactions);
        this.known = new LastKnown<String, Optional<ServerKey>>(
                        properties.cached(),
                        new LastKnown.Ages<>(
                                key -> properties.staleness(), properties.trusted(), Tenants.DATABASE_DEADLINE),
                        id -> keys.find(id).singleOptional(),
                        System::nanoTime)
                .meteredAs("server keys", meters);
    }

    /** A new key; its text is told this once. */
    record Made(ServerKey key, String text) {
        /** Never the text. */
        @Override
        public String toString() {
            return "Made " + key;
        }
    }

    /** The tenant whose key this is; errors with AUTH_FAILED when it is none in force. */
    public Mono<String> verify(String text) {
        int end = text.indexOf('.', PREFIX.length());
        if (!text.startsWith(PREFIX) || text.length() > MAX_CHARS || end < 0) {
            return Mono.error(refused());
        }
        String id = text.substring(PREFIX.length(), end);
        String secret = text.substring(end + 1);
        if (!Ids.isId(id)) {
            return Mono.error(refused());
        }
        return known.get(id)
                .flatMap(Mono::justOrEmpty)
                .filter(key -> Secrets.matches(secret, key.secretHash()) && key.isInForce())
                .map(ServerKey::tenant)
                .switchIfEmpty(Mono.error(ServerKeys::refused));
    }

    /** Errors with LIMIT_EXCEEDED when as many as may be are in force. */
    Mono<Made> make(String tenant) {
        return Mono.fromCallable(() -> fresh(tenant))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(made -> {
                    Mono<Made> written = tenants.lock(tenant)
                            .switchIfEmpty(Mono.error(TenantService::notFound))
                            .then(keys.countInForce(tenant))
                            .flatMap(inForce -> inForce < properties.keysInForce()
                                    ? keys.insert(made.key()).thenReturn(made)
                                    : Mono.error(tooMany()));
                    return Deadlines.ofStore(transaction.transactional(written), Tenants.DATABASE_DEADLINE);
                });
    }

    private Made fresh(String tenant) {
        String secret = Secrets.random();
        ServerKey key = new ServerKey(Secrets.id(), tenant, Secrets.hash(secret), clock.millis(), 0);
        return new Made(key, PREFIX + key.id() + '.' + secret);
    }

    /** The newest first, those that were revoked among them. */
    Mono<List<ServerKey>> list(String tenant) {
        return Deadlines.ofStore(keys.ofTenant(tenant, LISTED).collectList(), Tenants.DATABASE_DEADLINE);
    }

    /** Errors with NOT_FOUND when the tenant has no such key in force. */
    Mono<Void> revoke(String tenant, String id) {
        return Deadlines.ofStore(keys.revoke(tenant, id, clock.millis()), Tenants.DATABASE_DEADLINE)
                .doOnNext(revoked -> known.forget(id))
                .flatMap(revoked -> revoked ? Mono.empty() : Mono.error(TenantService.notFound()));
    }

    private Refused tooMany() {
        return Refused.of(
                ErrorCode.LIMIT_EXCEEDED,
                "a tenant has at most " + properties.keysInForce() + " keys in force; revoke one first");
    }

    /** One text for every reason. */
    private static Refused refused() {
        return Refused.of(ErrorCode.AUTH_FAILED, "the server key is not accepted");
    }
}
