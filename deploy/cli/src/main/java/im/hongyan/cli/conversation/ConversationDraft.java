package im.hongyan.cli.conversation;

import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Mono;

/** {@code conversation draft}. */
@Command(name = "draft", description = "Keeps what you began to write, for all your devices; without words, nothing.")
final class ConversationDraft extends ConversationVerb {
    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "What you began to write.")
    private List<String> words = new ArrayList<>();

    @Override
    Mono<Settings> change(Conversations list, String conversation) {
        return list.draft(conversation, String.join(" ", words));
    }
}
