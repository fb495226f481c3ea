package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation unpin}. */
@Command(name = "unpin", description = "Lets a pinned conversation stand where something was said last.")
final class ConversationUnpin extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.pin(conversation, false);
    }
}
