package im.hongyan.core.receipt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.conversation.ListenerDirectory;
import im.hongyan.core.conversation.Listeners;
import im.hongyan.core.conversation.NodeNotifier;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.link.batch.BatchBounds;
import im.hongyan.link.batch.QueuedBatcher;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.ReceiptsMoved;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells who listens that a cursor moved: reads to everybody in the conversation, the user's own other devices included;
 * receptions to the others. Best effort, and only the furthest of each: HEADS has it all.
 */
@Component
final class ReceiptTeller implements DisposableBean {
    private static final int CONCURRENT_BATCHES = 2;
    private static final int MOVES_PER_BATCH = 500;
    private static final int REMEMBERED_USERS = 100_000;

    /** What others are shown: of a user, not of a device. */
    private record Shown(ConversationKey conversation, String user, ReceiptKind kind) {}

    private record Move(Shown shown, long upTo) {}

    private final ListenerDirectory listeners;
    private final NodeNotifier notifier;
    private final Cache<Shown, Long> told =
            Caffeine.newBuilder().maximumSize(REMEMBERED_USERS).build();
    private final QueuedBatcher<Move, Boolean> batcher;
    private final Counter failed;

    ReceiptTeller(ListenerDirectory listeners, NodeNotifier notifier, ReceiptProperties bounds, MeterRegistry meters) {
        this.listeners = listeners;
        this.notifier = notifier;
        this.batcher = new QueuedBatcher<>(
                "receipts",
                BatchBounds.ofItems(CONCURRENT_BATCHES, bounds.untold(), MOVES_PER_BATCH),
                move -> 1,
                meters,
                this::tell);
        this.failed = Counter.builder("hongyan.core.receipt.untold")
                .baseUnit("moves")
                .description("Moves that were not told live; devices learn of them with the next HEADS")
                .register(meters);
        Gauge.builder("hongyan.core.cache.entries", told, Cache::estimatedSize)
                .tag("cache", "told receipts")
                .register(meters);
    }

    /** Returns at once. */
    void moved(Fact fact, long upTo) {
        ReceiptKind kind =
                switch (fact) {
                    case Fact.Received received -> ReceiptKind.DELIVERED;
                    case Fact.Read read -> ReceiptKind.SEEN;
                };
        Shown shown = new Shown(fact.conversation(), fact.user(), kind);
        Long before = told.getIfPresent(shown);
        if (before != null && before >= upTo) {
            return;
        }
        told.asMap().merge(shown, upTo, Math::max);
        // Owned by the batcher: bounded by its queue, ended by its end.
        batcher.submit(new Move(shown, upTo)).subscribe(done -> {}, failure -> failed.increment());
    }

    private Mono<List<Boolean>> tell(List<Move> moves) {
        Map<ConversationKey, Map<Shown, Long>> furthest = new LinkedHashMap<>();
        for (Move move : moves) {
            furthest.computeIfAbsent(move.shown().conversation(), first -> new LinkedHashMap<>())
                    .merge(move.shown(), move.upTo(), Math::max);
        }
        return Flux.fromIterable(furthest.entrySet())
                .flatMap(conversation -> tell(conversation.getKey(), conversation.getValue()), 32)
                .then(Mono.just(moves.stream().map(move -> true).toList()));
    }

    private Mono<Void> tell(ConversationKey key, Map<Shown, Long> moves) {
        return Flux.fromIterable(moves.entrySet())
                .concatMap(move ->
                        listeners.of(key, move.getKey().user()).flatMap(to -> tell(to, move.getKey(), move.getValue())))
                .doOnError(failure -> failed.increment())
                .onErrorComplete()
                .then();
    }

    private Mono<Void> tell(Listeners to, Shown shown, long upTo) {
        List<String> users = shown.kind() == ReceiptKind.SEEN
                ? to.users()
                : to.users().stream().filter(user -> !user.equals(shown.user())).toList();
        if (users.isEmpty()) {
            return Mono.empty();
        }
        Receipt receipt = Receipt.newBuilder()
                .setConversation(shown.conversation().conversation())
                .setUser(shown.user())
                .setKind(shown.kind())
                .setUpTo(upTo)
                .build();
        NodeEvent event = NodeEvent.newBuilder()
                .setTenant(shown.conversation().tenant())
                .setReceiptsMoved(ReceiptsMoved.newBuilder().addAllUsers(users).addReceipts(receipt))
                .build();
        return notifier.tell(to.audiences(), event);
    }

    @Override
    public void destroy() {
        batcher.close();
    }
}
