package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation mark-unread}. */
@Command(name = "mark-unread", description = "Marks a conversation as unread until you read it again.")
final class ConversationMarkUnread extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.markUnread(conversation);
    }
}
