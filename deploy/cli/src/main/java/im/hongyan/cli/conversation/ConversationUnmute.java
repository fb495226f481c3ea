package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation unmute}. */
@Command(name = "unmute", description = "Ends that.")
final class ConversationUnmute extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.mute(conversation, false);
    }
}
