package im.hongyan.core.conversation;

import im.hongyan.core.log.ConversationKey;
import im.hongyan.core.refusal.Refused;
import java.util.Collection;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What stands between the two users of a direct conversation; told by the room of friends. Not asked of who is alone with themselves. */
public interface PeerGuard {

    /** Why nothing new is taken from this one of the two; empty when they may send. */
    Mono<Refused> closed(ConversationKey direct, String sender);

    /** Whether neither of the two is shown what the other one does. */
    Mono<Boolean> isQuiet(ConversationKey direct);

    /** Those of these conversations of which {@link #isQuiet} holds. */
    Mono<Set<String>> quietAmong(String tenant, Collection<String> conversations);
}
