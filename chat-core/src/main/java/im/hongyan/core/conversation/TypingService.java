package im.hongyan.core.conversation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import im.hongyan.link.proto.NodeEvent;
import im.hongyan.link.proto.Principal;
import im.hongyan.link.proto.Typed;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Typing;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;

/** Shows the others that somebody types: in direct conversations and small groups, not more often than once a second. */
@Service
final class TypingService {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int REMEMBERED_TYPISTS = 10_000;

    private record Typist(ConversationKey conversation, String user, boolean active) {}

    private final ConversationService conversations;
    private final ListenerDirectory listeners;
    private final NodeNotifier notifier;
    private final Cache<Typist, Boolean> shown = Caffeine.newBuilder()
            .maximumSize(REMEMBERED_TYPISTS)
            .expireAfterWrite(PAUSE)
            .build();

    TypingService(ConversationService conversations, ListenerDirectory listeners, NodeNotifier notifier) {
        this.conversations = conversations;
        this.listeners = listeners;
        this.notifier = notifier;
    }

    /** Errors with {@link Refused}. */
    Mono<Void> typing(Principal principal, Typing typing) {
        String conversation = typing.hasPeer() && Ids.isId(typing.getPeer())
                ? Ids.direct(principal.getUser(), typing.getPeer())
                : typing.getConversation();
        if (!Ids.isConversation(conversation)) {
            return Mono.error(Refused.invalid("conversation", "a conversation or a peer must be named"));
        }
        ConversationKey key = new ConversationKey(principal.getTenant(), conversation);
        Typist typist = new Typist(key, principal.getUser(), typing.getActive());
        return conversations.membership(principal, conversation).flatMap(membership -> {
            if (!membership.isLive()) {
                return Mono.error(Refused.notMember());
            }
            return shown.asMap().putIfAbsent(typist, true) == null
                    ? show(typist).onErrorComplete()
                    : Mono.empty();
        });
    }

    private Mono<Void> show(Typist typist) {
        return listeners.of(typist.conversation(), typist.user()).flatMap(to -> {
            List<String> others = to.users().stream()
                    .filter(user -> !user.equals(typist.user()))
                    .toList();
            return others.isEmpty() ? Mono.empty() : notifier.tell(to.audiences(), event(typist, others));
        });
    }

    private static NodeEvent event(Typist typist, List<String> others) {
        Typing typing = Typing.newBuilder()
                .setConversation(typist.conversation().conversation())
                .setUser(typist.user())
                .setActive(typist.active())
                .build();
        return NodeEvent.newBuilder()
                .setTenant(typist.conversation().tenant())
                .setTyped(Typed.newBuilder().addAllUsers(others).setTyping(typing))
                .build();
    }
}
