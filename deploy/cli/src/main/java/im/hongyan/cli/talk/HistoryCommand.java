package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.Target;
import im.hongyan.client.history.HistoryPage;
import im.hongyan.client.history.HistoryRange;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code history}. */
@Command(name = "history", description = "Prints a conversation from its log, oldest first, a JSON object a message.")
public final class HistoryCommand implements Runnable {
    private static final int PAGE = 100;
    /** They are held until the oldest of them is there. */
    private static final int MOST_KEPT = 100_000;

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

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "Only the last N messages, up to " + MOST_KEPT + " (default: all).")
    private @Nullable Integer last;

    @Override
    public void run() {
        Target target = Clients.target(with, group);
        int newest = last == null ? 0 : Checks.within("--last", last, 1, MOST_KEPT);
        Output out = output.output();
        try (BlockingClient client = Clients.connect(
                server,
                Clients.client(server, user, user.device(server, "history")).beginAtHead())) {
            if (newest > 0) {
                newest(client, target, newest).forEach(message -> out.object(Printed.message(message)));
            } else {
                all(client, target, out);
            }
        }
    }

    private static void all(BlockingClient client, Target target, Output out) {
        long after = 0;
        HistoryPage page;
        do {
            page = client.history(target, HistoryRange.after(after, PAGE), WITHIN);
            page.messages().forEach(message -> out.object(Printed.message(message)));
            after = page.through();
        } while (page.more());
    }

    /** The newest messages, oldest first. */
    static Deque<Message> newest(BlockingClient client, Target target, int count) {
        Deque<Message> messages = new ArrayDeque<>();
        HistoryRange range = HistoryRange.newest(Math.min(count, PAGE));
        while (true) {
            HistoryPage page = client.history(target, range, WITHIN);
            page.messages().reversed().forEach(messages::addFirst);
            if (!page.more() || messages.size() >= count) {
                return messages;
            }
            range = HistoryRange.before(page.after() + 1, Math.min(count - messages.size(), PAGE));
        }
    }
}
