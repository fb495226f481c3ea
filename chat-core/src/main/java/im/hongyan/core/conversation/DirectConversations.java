package im.hongyan.core.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Deadlines;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes direct conversations exist with their first message, and remembers which do. They never cease to. */
@Component
final class DirectConversations {
    private final ConversationRepository repository;
    private final Cache<ConversationKey, Boolean> existing;
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
    }

    /** Completes when the conversation and its members are stored; true when it is new: nothing was ever sent in it. */
    Mono<Boolean> ensure(ConversationKey key, List<String> members) {
        return Mono.defer(() -> {
            if (existing.getIfPresent(key) != null) {
                return Mono.just(false);
            }
            return Deadlines.ofStore(repository.createDirect(key, members, System.currentTimeMillis()), deadline)
                    .doOnNext(created -> existing.put(key, true));
        });
    }
}
