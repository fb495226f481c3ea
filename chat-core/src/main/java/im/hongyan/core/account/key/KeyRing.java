package im.hongyan.core.account.key;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import im.hongyan.core.refusal.Failures;
import im.hongyan.core.refusal.Refused;
import im.hongyan.core.work.Rounds;
import im.hongyan.wire.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The keys of our own, the same in every core: kept in the database, made by whoever sees first that one is due, read again
 * now and then. While they have never been read, or not for too long, a key that is not known may still be one: then it is
 * not refused but cannot be judged. Safe for concurrent use.
 */
@Component
public final class KeyRing extends Rounds implements OwnKeys {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final KeyRepository repository;
    private final KeyProperties properties;
    private final Clock clock;
    private volatile Ring ring;

    @Autowired
    KeyRing(KeyRepository repository, KeyProperties properties) {
        this(repository, properties, Clock.systemUTC());
    }

    KeyRing(KeyRepository repository, KeyProperties properties, Clock clock) {
        super(TICK, "the signing keys cannot be read");
        this.repository = repository;
        this.properties = properties;
        this.clock = clock;
        this.ring = new Ring(List.of(), Instant.EPOCH, properties.publishBefore());
    }

    /** The key to sign with now; throws {@link Refused} while there is none. */
    public OwnKey signing() {
        OwnKey key = ring.signing(clock.instant());
        if (key == null) {
            throw unread();
        }
        return key;
    }

    @Override
    public @Nullable OwnKey find(String kid) {
        Instant now = clock.instant();
        Ring current = ring;
        for (OwnKey key : current.accepted(now)) {
            if (key.kid().equals(kid)) {
                return key;
            }
        }
        if (current.readAt().plus(properties.publishBefore()).isBefore(now)) {
            throw unread();
        }
        return null;
    }

    /** The public parts of all keys that are accepted (RFC 7517 §5). */
    public JWKSet published() {
        return new JWKSet(ring.accepted(clock.instant()).stream()
                .<JWK>map(OwnKey::published)
                .toList());
    }

    /** Reads the keys, makes the next one when it is due, forgets those that nobody accepts. */
    Mono<Void> reload() {
        return read().flatMap(found -> {
                    long due = found.due(clock.instant(), properties.rotateAfter());
                    return due == 0 ? Mono.just(found) : make(due).then(read());
                })
                .doOnNext(found -> ring = found)
                .flatMap(found -> {
                    long oldest = found.oldest(clock.instant());
                    boolean stale =
                            !found.keys().isEmpty() && found.keys().getFirst().generation() < oldest;
                    return stale ? repository.deleteBelow(oldest) : Mono.empty();
                });
    }

    private Mono<Ring> read() {
        return repository
                .all()
                .map(OwnKey::of)
                .collectList()
                .map(keys -> new Ring(keys, clock.instant(), properties.publishBefore()));
    }

    /** Whoever comes second takes what the first one has made. */
    private Mono<Boolean> make(long generation) {
        return Mono.fromCallable(() -> generate(generation))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(repository::insert)
                .doOnNext(made -> LOG.info(
                        "signing key of generation {} {}", generation, made ? "made" : "was made by another process"));
    }

    private StoredKey generate(long generation) throws JOSEException {
        ECKey key = new ECKeyGenerator(Curve.P_256)
                .algorithm(OwnKey.ALGORITHM)
                .keyUse(KeyUse.SIGNATURE)
                .keyIDFromThumbprint(true)
                .generate();
        return new StoredKey(generation, key.getKeyID(), key.toJSONString(), clock.millis());
    }

    private static Refused unread() {
        return new Refused(Failures.retryable(ErrorCode.STORE_UNAVAILABLE, "the signing keys cannot be read now"));
    }

    @Override
    protected Mono<Void> round() {
        boolean due = !clock.instant().isBefore(ring.readAt().plus(properties.reload()));
        return due ? reload() : Mono.empty();
    }

    /** Before the servers start and after they have stopped. */
    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE - 4_096;
    }
}
