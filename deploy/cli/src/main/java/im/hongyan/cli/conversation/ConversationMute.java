package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import picocli.CommandLine.Command;
import reactor.core.publisher.Mono;

/** {@code conversation mute}. */
@Command(name = "mute", description = "Asks your devices to leave you in peace; who mentions you is told all the same.")
final class ConversationMute extends ConversationVerb {
    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.mute(conversation, true);
    }
}
