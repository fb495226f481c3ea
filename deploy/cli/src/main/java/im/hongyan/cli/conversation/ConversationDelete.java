package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation delete}. */
@Command(
        name = "delete",
        description = "Deletes what there is, for you alone; with its next message the conversation is back.")
final class ConversationDelete extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.delete(conversation).then(Mono.empty());
    }
}
