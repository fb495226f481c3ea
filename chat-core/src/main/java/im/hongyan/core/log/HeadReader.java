package im.hongyan.core.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.link.proto.LogHead;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether a sequence is settled, for many askers at once: what is known to be settled stays so, and what is asked for
 * together goes to persistence together.
 */
@Component
public final class HeadReader {
    private static final int CACHED_HEADS = 100_000;

    private final LogClient log;
    private final QueuedBatcher<ConversationKey, Long> batcher;
    private final Cache<ConversationKey, Long> known =
            Caffeine.newBuilder().maximumSize(CACHED_HEADS).build();

    HeadReader(LogClient log, MeterRegistry meters) {
        this.log = log;
        this.batcher = new QueuedBatcher<>("heads", BatchBounds.ofItems(4, 10_000, 500), key -> 1, meters, this::ask);
        Gauge.builder("hongyan.core.cache.entries", known, Cache::estimatedSize)
                .tag("cache", "heads")
                .register(meters);
    }

    /** Whether every number up to this one is a message or void. */
    public Mono<Boolean> isSettled(ConversationKey key, long sequence) {
        return Mono.defer(() -> {
            Long head = known.getIfPresent(key);
            return head != null && head >= sequence
                    ? Mono.just(true)
                    : batcher.submit(key).map(now -> now >= sequence);
        });
    }

    private Mono<List<Long>> ask(List<ConversationKey> keys) {
        Map<String, Set<String>> byTenant = keys.stream()
                .collect(Collectors.groupingBy(
                        ConversationKey::tenant,
                        Collectors.mapping(
                                ConversationKey::conversation, Collectors.toCollection(LinkedHashSet::new))));
        Map<ConversationKey, Long> heads = new ConcurrentHashMap<>();
        return Flux.fromIterable(byTenant.entrySet())
                .concatMap(tenant -> ask(tenant.getKey(), List.copyOf(tenant.getValue()), heads))
                .then(Mono.fromSupplier(() -> keys.stream().map(heads::get).toList()));
    }

    private Mono<Void> ask(String tenant, List<String> conversations, Map<ConversationKey, Long> heads) {
        return log.heads(tenant, conversations)
                .doOnNext(answer -> {
                    for (int i = 0; i < conversations.size(); i++) {
                        note(new ConversationKey(tenant, conversations.get(i)), answer.get(i), heads);
                    }
                })
                .then();
    }

    private void note(ConversationKey key, LogHead head, Map<ConversationKey, Long> heads) {
        heads.put(key, head.getHead());
        known.asMap().merge(key, head.getHead(), Math::max);
    }
}
