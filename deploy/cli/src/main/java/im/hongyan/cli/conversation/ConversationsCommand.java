package im.hongyan.cli.conversation;

import im.hongyan.cli.Checks;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.talk.Clients;
import im.hongyan.cli.talk.OneLine;
import im.hongyan.cli.talk.Printed;
import im.hongyan.cli.talk.UserOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.conversation.Conversation;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code conversations}. */
@Command(
        name = "conversations",
        description = {
            "Lists your conversations: pinned ones first, then those in which something was said last.",
            "Of each: unread messages, @ when one of them mentions you, with whom it is, and what was last said."
        })
public final class ConversationsCommand implements Runnable {
    private static final Duration WITHIN = Duration.ofSeconds(30);
    private static final int MOST = 20_000;
    private static final int MANY = 100;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "50",
            description = "So many at the most, up to " + MOST + " (default: ${DEFAULT-VALUE}).")
    private int first;

    @Override
    public void run() {
        int most = Checks.within("--first", first, 1, MOST);
        Output out = output.output();
        try (BlockingClient client =
                Clients.client(server, user, Clients.newDevice("list")).build().blocking()) {
            client.conversations(most, WITHIN)
                    .forEach(conversation -> out.data(object(conversation), words(conversation)));
        }
    }

    private static Map<String, Object> object(Conversation conversation) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("conversation", conversation.id());
        put(object, "peer", conversation.face().peer());
        put(object, "group", conversation.face().group());
        object.put("name", conversation.face().name());
        object.put("head", conversation.marks().head());
        object.put("read", conversation.marks().read());
        object.put("peerRead", conversation.marks().peerRead());
        object.put("peerReceived", conversation.marks().peerReceived());
        object.put("unread", conversation.unread().messages());
        if (conversation.unread().mentioned() > 0) {
            object.put("mentioned", conversation.unread().mentioned());
        }
        object.put("pinned", conversation.settings().pinned());
        object.put("muted", conversation.settings().muted());
        object.put("markedUnread", conversation.settings().markedUnread());
        object.put("draft", conversation.settings().draft());
        Message last = conversation.last();
        if (last != null) {
            object.put("sequence", last.getSequence());
            object.put("sender", last.getSender());
            object.put("text", Printed.text(last));
            object.put("time", last.getTime());
        }
        return object;
    }

    private static void put(Map<String, Object> object, String key, @Nullable String value) {
        if (value != null) {
            object.put(key, value);
        }
    }

    private static String words(Conversation conversation) {
        String id = conversation.face().group() == null
                ? String.valueOf(conversation.face().peer())
                : conversation.id();
        String name = conversation.face().name();
        String called = name.equals(id) ? id : id + " " + OneLine.of(name);
        return "%5s  %s  %s"
                        .formatted(waiting(conversation), called, lastSaid(conversation))
                        .stripTrailing()
                + Marks.inWords(conversation.settings());
    }

    private static String waiting(Conversation conversation) {
        int unread = conversation.unread().messages();
        String count = unread >= MANY ? (MANY - 1) + "+" : unread == 0 ? "" : Integer.toString(unread);
        return (conversation.unread().mentioned() > 0 ? "@" : "") + count;
    }

    private static String lastSaid(Conversation conversation) {
        Message last = conversation.last();
        if (last == null) {
            return "";
        }
        String text = OneLine.of(Printed.text(last));
        return last.getSender().isEmpty() ? text : last.getSender() + ": " + text;
    }
}
