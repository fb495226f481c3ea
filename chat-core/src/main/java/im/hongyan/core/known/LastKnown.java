package im.hongyan.core.known;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.refusal.Deadlines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * Facts of the database as they were last known. A fact within its fresh age is used as it is; an older one is
 * asked for again before it is used. When the database does not answer, the last known fact is used on, up to
 * {@link Ages#trusted}: nobody can change it meanwhile. Bounded, least used dropped first. Safe for concurrent use; one
 * question a key is under way at a time, at the most as many as there are askers.
 */
public final class LastKnown<K, V> {

    /**
     * How long facts are believed.
     *
     * @param fresh how old a fact may be at the most while the database answers; may depend on the fact
     * @param trusted how old it may be while the database is away
     * @param answer how long the database may take
     */
    public record Ages<V>(Function<V, Duration> fresh, Duration trusted, Duration answer) {}

    private record Fact<V>(V value, long knownAtNanos, long askAgainAtNanos) {}

    private final Cache<K, Fact<V>> facts;
    private final Map<K, Question> underWay = new ConcurrentHashMap<>();
    private final Ages<V> ages;
    private final Function<K, Mono<V>> database;
    private final LongSupplier nanoTime;

    public LastKnown(int entries, Ages<V> ages, Function<K, Mono<V>> database, LongSupplier nanoTime) {
        this.facts = Caffeine.newBuilder().maximumSize(entries).build();
        this.ages = ages;
        this.database = database;
        this.nanoTime = nanoTime;
    }

    public LastKnown<K, V> meteredAs(String name, MeterRegistry meters) {
        Gauge.builder("hongyan.core.cache.entries", facts, Cache::estimatedSize)
                .tag("cache", name)
                .register(meters);
        return this;
    }

    /** The fact, fresh or as last known; errors when it is not known and the database does not tell. */
    public Mono<V> get(K key) {
        return Mono.defer(() -> {
            Fact<V> fact = facts.getIfPresent(key);
            if (fact != null && nanoTime.getAsLong() - fact.askAgainAtNanos() < 0) {
                return Mono.just(fact.value());
            }
            return underWay.computeIfAbsent(key, Question::new).answer;
        });
    }

    /** The next one asks the database; an answer that is under way is not kept. */
    public void forget(K key) {
        underWay.remove(key);
        facts.invalidate(key);
    }

    /** The same for all keys of a kind: looks at every entry. */
    public void forgetAll(Predicate<K> kind) {
        underWay.keySet().removeIf(kind);
        facts.asMap().keySet().removeIf(kind);
    }

    /** One question to the database, shared by all who ask meanwhile. */
    private final class Question {
        private final Mono<V> answer;

        Question(K key) {
            answer = Deadlines.ofStore(Mono.defer(() -> database.apply(key)), ages.answer())
                    .doOnNext(value -> {
                        if (underWay.get(key) == this) {
                            remember(key, value);
                        }
                    })
                    .onErrorResume(failure -> lastKnown(key, failure))
                    .doFinally(end -> underWay.remove(key, this))
                    .cache();
        }
    }

    private void remember(K key, V value) {
        long now = nanoTime.getAsLong();
        facts.put(key, new Fact<>(value, now, now + ages.fresh().apply(value).toNanos()));
    }

    private Mono<V> lastKnown(K key, Throwable failure) {
        Fact<V> fact = facts.getIfPresent(key);
        long now = nanoTime.getAsLong();
        if (fact == null || now - fact.knownAtNanos() > ages.trusted().toNanos()) {
            return Mono.error(failure);
        }
        facts.put(
                key,
                new Fact<>(
                        fact.value(), fact.knownAtNanos(), now + ages.answer().toNanos()));
        return Mono.just(fact.value());
    }
}
