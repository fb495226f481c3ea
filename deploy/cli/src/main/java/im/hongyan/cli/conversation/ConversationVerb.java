package im.hongyan.cli.conversation;

import im.hongyan.cli.Checks;
import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.talk.Clients;
import im.hongyan.cli.talk.UserOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.conversation.Conversations;
import im.hongyan.client.conversation.Settings;
import im.hongyan.wire.Ids;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;

/** What the verbs of one conversation share. They go over HTTP: nothing is connected. */
abstract class ConversationVerb implements Runnable {
    private static final Duration WITHIN = Duration.ofSeconds(30);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(names = "--with", paramLabel = "USER", description = "The conversation with this user.")
    private @Nullable String with;

    @Option(names = "--group", paramLabel = "GROUP", description = "The conversation of this group.")
    private @Nullable String group;

    @Override
    public void run() {
        String conversation = conversation();
        try (BlockingClient client =
                Clients.client(server, user, Clients.newDevice("list")).build().blocking()) {
            Settings settings = client.conversations(list -> change(list, conversation), WITHIN);
            print(conversation, settings);
        }
    }

    /** What it does; empty when nothing is left to be shown. */
    abstract Mono<Settings> change(Conversations list, String conversation);

    private String conversation() {
        if (with != null && group == null) {
            return Ids.direct(user.user(), Checks.id("--with", with));
        }
        if (group != null && with == null) {
            return Ids.group(Checks.id("--group", group));
        }
        throw CommandFailure.usage("exactly one of --with and --group is needed");
    }

    private void print(String conversation, @Nullable Settings settings) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("conversation", conversation);
        if (settings == null) {
            object.put("deleted", true);
            output.output().data(object, conversation + "  deleted");
            return;
        }
        object.put("pinned", settings.pinned());
        object.put("muted", settings.muted());
        object.put("markedUnread", settings.markedUnread());
        object.put("draft", settings.draft());
        output.output().data(object, conversation + Marks.inWords(settings));
    }
}
