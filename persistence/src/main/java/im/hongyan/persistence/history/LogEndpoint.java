package im.hongyan.persistence.history;

import im.hongyan.link.call.CallException;
import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.LogHead;
import im.hongyan.link.proto.LogHeads;
import im.hongyan.link.proto.LogPage;
import im.hongyan.link.proto.ReadHeads;
import im.hongyan.link.proto.ReadLog;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Head;
import im.hongyan.persistence.store.HeadRepository;
import im.hongyan.wire.ErrorCode;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Answers {@code history.read} and {@code history.heads}. */
@Component
final class LogEndpoint {
    private final LogReader reader;
    private final HeadRepository heads;
    private final HistoryProperties properties;

    LogEndpoint(CallHandlers handlers, LogReader reader, HeadRepository heads, HistoryProperties properties) {
        this.reader = reader;
        this.heads = heads;
        this.properties = properties;
        handlers.onStream(Calls.READ_LOG, this::read);
        handlers.onCall(Calls.READ_HEADS, this::heads);
    }

    private Flux<LogPage> read(ReadLog query) {
        return reader.read(query).onErrorMap(StoreUnavailable::from);
    }

    private Mono<LogHeads> heads(ReadHeads query) {
        if (query.getConversationsCount() > properties.headsAsked()) {
            return Mono.error(new CallException(
                    ErrorCode.INTERNAL, "at most " + properties.headsAsked() + " heads are asked for at once"));
        }
        List<ConversationKey> conversations = query.getConversationsList().stream()
                .map(conversation -> new ConversationKey(query.getTenant(), conversation))
                .toList();
        return heads.heads(conversations)
                .map(found -> answer(conversations, found))
                .onErrorMap(StoreUnavailable::from);
    }

    private static LogHeads answer(List<ConversationKey> conversations, Map<ConversationKey, Head> found) {
        LogHeads.Builder answer = LogHeads.newBuilder();
        for (ConversationKey conversation : conversations) {
            Head head = found.get(conversation);
            answer.addHeads(
                    head == null
                            ? LogHead.getDefaultInstance()
                            : LogHead.newBuilder()
                                    .setHead(head.settled())
                                    .setTop(head.top())
                                    .build());
        }
        return answer.build();
    }
}
