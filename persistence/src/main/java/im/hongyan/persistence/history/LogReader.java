package im.hongyan.persistence.history;

import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.log.Span;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.persistence.store.MessageRepository;
import im.hongyan.persistence.store.ReactionRepository;
import java.util.List;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads conversations page by page. Safe for concurrent use. */
@Component
final class LogReader {
    private final HeadRepository heads;
    private final MessageRepository messages;
    private final RecentMessages recent;
    private final ReactionRepository reactions;
    private final HistoryProperties properties;

    LogReader(
            HeadRepository heads,
            MessageRepository messages,
            RecentMessages recent,
            ReactionRepository reactions,
            HistoryProperties properties) {
        this.heads = heads;
        this.messages = messages;
        this.recent = recent;
        this.reactions = reactions;
        this.properties = properties;
    }

    /**
     * Where a read stands.
     *
     * @param from ascending: the cursor; descending: the highest number wanted, {@link Long#MAX_VALUE} for the head
     * @param left messages still wanted
     */
    private record Position(long from, long left) {}

    /** Pages, each read when it is asked for; at least one, so that the head is always told. */
    Flux<LogPage> read(ReadLog query) {
        long from = !query.getDescending()
                ? query.getAfter()
                : query.getBefore() == 0 ? Long.MAX_VALUE : query.getBefore() - 1;
        long left = query.getLimit() == 0 ? Long.MAX_VALUE : Integer.toUnsignedLong(query.getLimit());
        return Unfold.from(
                new Position(from, left), position -> page(query, position).timeout(properties.pageTimeout()));
    }

    private Mono<Unfold.Step<Position, LogPage>> page(ReadLog query, Position position) {
        ConversationKey conversation = new ConversationKey(query.getTenant(), query.getConversation());
        return heads.heads(List.of(conversation)).flatMap(found -> {
            Head head = found.getOrDefault(conversation, new Head(conversation, 0, 0, 0));
            long settled = head.settled();
            Span span = span(query, conversation, position, settled);
            int most = (int) Math.min(position.left(), properties.pageMessages());
            PageBuilder builder = new PageBuilder(span, most, properties.pageBytes());
            return fill(builder, span, most, head.rewritten())
                    .then(Mono.defer(() -> react(builder, head, query.getReader())))
                    .thenReturn(builder)
                    .map(page -> step(page, position, settled));
        });
    }

    private static Span span(ReadLog query, ConversationKey conversation, Position position, long settled) {
        long end = query.getUntil() > 0 ? Math.min(settled, query.getUntil()) : settled;
        if (query.getDescending()) {
            long through = Math.max(query.getAfter(), Math.min(position.from(), end));
            return new Span(conversation, query.getAfter(), through, true);
        }
        return new Span(conversation, position.from(), Math.max(position.from(), end), false);
    }

    private Mono<Void> fill(PageBuilder builder, Span span, int most, long rewritten) {
        if (span.isEmpty()) {
            return Mono.empty();
        }
        return recent.read(span, most, rewritten)
                .doOnNext(builder::offerAll)
                .then(Mono.defer(() -> builder.isEmpty() ? messages.read(span, most, builder::offer) : Mono.empty()));
    }

    /** One question a page, and none where nobody reacted to anything near. */
    private Mono<Void> react(PageBuilder builder, Head head, String reader) {
        if (builder.isEmpty() || !head.reacted().within(builder.lowest(), builder.highest())) {
            return Mono.empty();
        }
        return reactions
                .seen(head.conversation(), builder.lowest(), builder.highest(), reader)
                .doOnNext(builder::react)
                .then();
    }

    private static Unfold.Step<Position, LogPage> step(PageBuilder builder, Position position, long settled) {
        Span rest = builder.rest();
        long left = position.left() - builder.size();
        boolean more = !rest.isEmpty() && left > 0;
        return new Unfold.Step<>(
                builder.page(settled),
                more ? new Position(rest.descending() ? rest.through() : rest.after(), left) : null);
    }
}
