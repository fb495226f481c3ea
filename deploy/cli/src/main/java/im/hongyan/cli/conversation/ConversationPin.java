package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation pin}. */
@Command(name = "pin", description = "Puts a conversation on top of your list.")
final class ConversationPin extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.pin(conversation, true);
    }
}
