package im.hongyan.core.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Deadlines;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.Batcher;
import im.hongyan.link.batch.QueuedBatcher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Makes direct conversations exist with their first message, those that come together in one go, and remembers which do. They
 * never cease to.
 */
@Component
final class DirectConversations {
    private static final int SLOTS = 1;
    private static final int QUEUED = 10_000;
    private static final int TOGETHER = 512;

    private final ConversationRepository repository;
    private final Cache<ConversationKey, Boolean> existing;
    private final Batcher<ConversationKey, Boolean> batcher;
    private final Duration deadline;

    DirectConversations(ConversationRepository repository, ConversationProperties properties, MeterRegistry meters) {
        this.repository = repository;
        this.deadline = properties.databaseDeadline();
        this.existing = Caffeine.newBuilder()
                .maximumSize(properties.cachedConversations())
                .build();
        Gauge.builder("hongyan.core.cache.entries", existing, Cache::estimatedSize)
                .tag("cache", "direct conversations")
                .register(meters);
        this.batcher = new QueuedBatcher<>(
                "direct conversations", BatchBounds.ofItems(SLOTS, QUEUED, TOGETHER), key -> 1, meters, this::create);
    }

    /**
     * Completes when the conversation and its members are stored. True only when it is new, so that nothing was ever sent in it;
     * a new one among old ones may be told as old.
     */
    Mono<Boolean> ensure(ConversationKey key) {
        return Mono.defer(() -> existing.getIfPresent(key) != null ? Mono.just(false) : batcher.submit(key));
    }

    private Mono<List<Boolean>> create(List<ConversationKey> keys) {
        return Deadlines.ofStore(repository.createDirects(keys, System.currentTimeMillis()), deadline)
                .doOnNext(allNew -> keys.forEach(key -> existing.put(key, true)))
                .map(allNew -> firsts(keys, allNew));
    }

    /** Of many first messages of one conversation, one is told that it is new. */
    private static List<Boolean> firsts(List<ConversationKey> keys, boolean allNew) {
        Set<ConversationKey> told = new HashSet<>();
        return keys.stream().map(key -> allNew && told.add(key)).toList();
    }
}
