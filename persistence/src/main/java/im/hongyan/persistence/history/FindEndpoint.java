package im.hongyan.persistence.history;

import im.hongyan.link.call.CallHandlers;
import im.hongyan.link.call.Calls;
import im.hongyan.link.proto.FindMessages;
import im.hongyan.link.proto.FoundMessage;
import im.hongyan.link.proto.FoundMessages;
import im.hongyan.link.proto.MessageKey;
import im.hongyan.persistence.log.ClientKey;
import im.hongyan.persistence.log.ConversationKey;
import im.hongyan.persistence.log.Identity;
import im.hongyan.persistence.store.MessageRepository;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers {@code message.find}: what is stored under which sender's id, however long ago. */
@Component
final class FindEndpoint {
    private final MessageRepository messages;

    FindEndpoint(CallHandlers handlers, MessageRepository messages) {
        this.messages = messages;
        handlers.onCall(Calls.FIND, this::find);
    }

    private Mono<FoundMessages> find(FindMessages query) {
        List<ClientKey> keys = query.getKeysList().stream()
                .map(key -> key(query.getTenant(), key))
                .toList();
        return messages.find(keys).map(found -> answer(keys, found)).onErrorMap(StoreUnavailable::from);
    }

    private static ClientKey key(String tenant, MessageKey key) {
        return new ClientKey(
                new ConversationKey(tenant, key.getConversation()), key.getSender(), key.getClientMessageId());
    }

    private static FoundMessages answer(List<ClientKey> keys, Map<ClientKey, Identity> found) {
        FoundMessages.Builder answer = FoundMessages.newBuilder();
        for (ClientKey key : keys) {
            Identity message = found.get(key);
            answer.addMessages(
                    message == null
                            ? FoundMessage.getDefaultInstance()
                            : FoundMessage.newBuilder()
                                    .setFound(true)
                                    .setSequence(message.sequence())
                                    .setMessageId(message.messageId())
                                    .setTime(message.time())
                                    .setPayloadHash(message.payloadHash())
                                    .build());
        }
        return answer.build();
    }
}
