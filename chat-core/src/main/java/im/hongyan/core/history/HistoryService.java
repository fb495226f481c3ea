package im.hongyan.core.history;

import im.hongyan.core.conversation.ConversationService;
import im.hongyan.core.conversation.Membership;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.log.LogClient;
import im.hongyan.core.refusal.Fields;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.Principal;
import im.hongyan.wire.ErrorCode;
import im.hongyan.wire.Ids;
import im.hongyan.wire.Problems;
import im.hongyan.wire.frame.Cursor;
import im.hongyan.wire.frame.History;
import im.hongyan.wire.frame.HistoryPart;
import im.hongyan.wire.frame.Sync;
import im.hongyan.wire.frame.SyncPart;
import java.util.List;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers SYNC and HISTORY: rules → what they may see → pages of the log → parts. Errors are {@link Refused}. */
@Service
final class HistoryService {
    private final ConversationService conversations;
    private final ClearMarks cleared;
    private final LogClient log;
    private final HistoryProperties bounds;

    HistoryService(ConversationService conversations, ClearMarks cleared, LogClient log, HistoryProperties bounds) {
        this.conversations = conversations;
        this.cleared = cleared;
        this.log = log;
        this.bounds = bounds;
    }

    /** One cursor after the other, in their order; the first that is refused ends the answer. */
    Flux<SyncPart> sync(Principal reader, Sync sync) {
        List<Cursor> cursors = sync.getCursorsList();
        if (cursors.size() > bounds.cursors()) {
            return Flux.error(new Refused(
                    Problems.ofField(ErrorCode.LIMIT_EXCEEDED, "cursors", "must be at most " + bounds.cursors())));
        }
        if (cursors.isEmpty()) {
            return Flux.just(SyncPart.newBuilder().setLast(true).setDone(true).build());
        }
        return Flux.range(0, cursors.size())
                .concatMap(
                        i -> read(reader, cursors.get(i), sync.getLimit())
                                .onErrorMap(Refused.class, refused -> refused.atField("cursors[" + i + "]"))
                                .map(part -> part.getLast() && i == cursors.size() - 1
                                        ? part.toBuilder().setDone(true).build()
                                        : part),
                        1);
    }

    private Flux<SyncPart> read(Principal reader, Cursor cursor, int limit) {
        if (!Ids.isConversation(cursor.getConversation())) {
            return Flux.error(Refused.invalid("conversation", "must be the id of a conversation"));
        }
        if (cursor.getAfter() < 0) {
            return Flux.error(Refused.invalid("after", "must be at least 0"));
        }
        int messages = Math.max(0, limit);
        return visible(reader, cursor.getConversation())
                .flatMapMany(membership -> new SyncReader(
                                log,
                                reader,
                                membership,
                                cursor,
                                messages,
                                bounds.partBytes().toBytes())
                        .parts());
    }

    /** One page of the past. */
    Flux<HistoryPart> history(Principal reader, History history) {
        return Mono.fromSupplier(() -> target(reader, history))
                .flatMapMany(conversation -> visible(reader, conversation)
                        .flatMapMany(membership -> new HistoryReader(
                                        log,
                                        new ConversationKey(reader.getTenant(), conversation),
                                        reader.getUser(),
                                        membership,
                                        history,
                                        bounds)
                                .parts()));
    }

    /** What they may see and did not delete. */
    private Mono<Membership> visible(Principal reader, String conversation) {
        return conversations
                .membership(reader, conversation)
                .zipWith(cleared.clearedTo(reader, conversation), Membership::after);
    }

    private static String target(Principal reader, History history) {
        if (history.getAfter() < 0) {
            throw Refused.invalid("after", "must be at least 0");
        }
        if (history.getBefore() < 0) {
            throw Refused.invalid("before", "must be at least 0");
        }
        if (history.hasPeer()) {
            return Ids.direct(reader.getUser(), Fields.id("peer", history.getPeer()));
        }
        if (!Ids.isConversation(history.getConversation())) {
            throw Refused.invalid("conversation", "must be the id of a conversation");
        }
        return history.getConversation();
    }
}
