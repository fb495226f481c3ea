package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientEvent;
import im.hongyan.client.ClientState;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.group.Group;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import im.hongyan.wire.frame.Receipt;
import im.hongyan.wire.frame.ReceiptKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One terminal's chat: what lines do, and what is shown. Lines come from one thread; messages and events from others. */
final class Talk {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int SHOWN_ON_ENTERING = 10;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final List<String> HELP = List.of(
            "/to USER                       talk with a user",
            "/g GROUP                       talk in a group",
            "/group create ID [USER…]       make a group",
            "/group add ID USER…            add members",
            "/group list                    my groups",
            "/history [N]                   the last N messages here",
            "/quit                          leave");

    private final BlockingClient client;
    private final String self;
    private final Screen screen;
    /** One party a send that is not answered, and one for this object. */
    private final Phaser unanswered = new Phaser(1);

    private volatile @Nullable Target target;
    private volatile String conversation = "";

    Talk(BlockingClient client, String self, Screen screen) {
        this.client = client;
        this.self = self;
        this.screen = screen;
        client.reactive().events().subscribe(this::happened);
    }

    void begin(@Nullable String to, @Nullable String group) {
        screen.line("You are " + self + ". /help lists what you can do.");
        if (to != null || group != null) {
            enter(Clients.target(to, group));
        }
    }

    String prompt() {
        return conversation.isEmpty() ? self + "> " : self + " → " + title(conversation) + "> ";
    }

    /** Does what the line says; false: leave. */
    boolean line(String line) {
        String text = line.strip();
        try {
            if (text.startsWith("/")) {
                return command(List.of(text.substring(1).split("\\s+", -1)));
            }
            if (!text.isEmpty()) {
                send(text);
            }
        } catch (ClientException | CommandFailure e) {
            screen.line("! " + e.getMessage());
        }
        return true;
    }

    /** Waits for the answers that are still to come, a while. */
    void settle() {
        try {
            unanswered.awaitAdvanceInterruptibly(unanswered.arrive(), WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            screen.line("! some messages were not answered");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void received(Message message) {
        if (message.getSender().equals(self) && message.getSenderDevice().isEmpty()) {
            return;
        }
        screen.line(shown(message));
        if (message.getConversation().equals(conversation)
                && !message.getSender().equals(self)) {
            client.markRead(conversation, message.getSequence());
        }
    }

    private boolean command(List<String> words) {
        switch (words.getFirst()) {
            case "quit", "q", "exit" -> {
                return false;
            }
            case "to" -> enter(Clients.target(word(words, 1), null));
            case "g" -> enter(Clients.target(null, word(words, 1)));
            case "group" -> group(words.subList(1, words.size()));
            case "history" -> show(words.size() > 1 ? number(words.get(1)) : SHOWN_ON_ENTERING);
            case "help" -> HELP.forEach(screen::line);
            default -> screen.line("! /" + words.getFirst() + " is no command; /help lists them");
        }
        return true;
    }

    private void group(List<String> words) {
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case "create" -> {
                Group made = client.createGroup(word(words, 1), word(words, 1), words.subList(2, words.size()), WITHIN);
                enter(Target.group(made.id()));
            }
            case "add" -> client.addMembers(word(words, 1), words.subList(2, words.size()), WITHIN);
            case "list" -> client.groups(WITHIN).forEach(group -> screen.line("  " + group.id() + "  " + group.name()));
            default -> screen.line("! /group create, add or list");
        }
    }

    private void enter(Target entered) {
        target = entered;
        conversation = switch (entered) {
            case Target.Peer peer -> Ids.direct(self, peer.user());
            case Target.Conversation known -> known.id();
        };
        screen.line("— " + title(conversation) + " —");
        show(SHOWN_ON_ENTERING);
    }

    private void show(int count) {
        Target current = current();
        try {
            var messages = HistoryCommand.newest(client, current, count);
            messages.forEach(message -> screen.line(shown(message)));
            if (!messages.isEmpty()) {
                client.markRead(conversation, messages.getLast().getSequence());
            }
        } catch (ClientException e) {
            // A direct conversation that nobody has begun has no history.
            if (current instanceof Target.Conversation) {
                throw e;
            }
        }
    }

    private void send(String text) {
        OutgoingMessage message = OutgoingMessage.text(current(), text);
        String id = message.clientMessageId().substring(0, 6);
        screen.line("  … sending " + id);
        unanswered.register();
        client.reactive()
                .send(message)
                .doFinally(end -> unanswered.arriveAndDeregister())
                .subscribe(
                        accepted -> screen.line("  ✓ accepted " + id + " as " + accepted.getSequence()),
                        refused -> screen.line("! " + id + " was not sent: " + refused.getMessage()));
    }

    private void happened(ClientEvent event) {
        switch (event) {
            case ClientEvent.ReceiptMoved moved -> receipt(moved.receipt());
            case ClientEvent.StateChanged changed -> state(changed.state());
            case ClientEvent.TypingChanged typing -> {}
            case ClientEvent.Recovered recovered -> {}
            case ClientEvent.CursorAhead ahead ->
                screen.line(
                        "! the server's log of " + title(ahead.conversation()) + " ends before what was shown here");
            case ClientEvent.ConversationRefused refused ->
                screen.line("! " + title(refused.conversation()) + ": "
                        + refused.problem().getMessage());
        }
    }

    private void receipt(Receipt receipt) {
        if (!receipt.getUser().equals(self)) {
            String mark = receipt.getKind() == ReceiptKind.SEEN ? "read" : "✓✓ delivered";
            screen.line("  " + mark + " up to " + receipt.getUpTo() + " by " + receipt.getUser());
        }
    }

    private void state(ClientState state) {
        switch (state) {
            case ClientState.Waiting waiting -> screen.line("! not connected: " + waiting.why());
            case ClientState.Connected connected -> screen.line("  connected");
            case ClientState.Ended ended -> screen.line("  ended: " + ended.why());
            case ClientState.Idle idle -> {}
            case ClientState.Connecting connecting -> {}
        }
    }

    private Target current() {
        Target current = target;
        if (current == null) {
            throw CommandFailure.usage("say /to USER or /g GROUP first");
        }
        return current;
    }

    private String shown(Message message) {
        String who = message.getSender().isEmpty() ? "*" : message.getSender();
        String where = message.getConversation().equals(conversation) ? "" : " in " + title(message.getConversation());
        return CLOCK.format(Instant.ofEpochMilli(message.getTime())) + " " + who + where + ": "
                + Printed.text(message.getContent());
    }

    private String title(String id) {
        String peer = Ids.peerOf(id, self);
        String group = Ids.groupOf(id);
        return peer != null ? peer : group != null ? "group " + group : id;
    }

    private static String word(List<String> words, int index) {
        if (words.size() <= index) {
            throw CommandFailure.usage("a name is missing; /help shows how");
        }
        return words.get(index);
    }

    private static int number(String text) {
        try {
            return Math.clamp(Integer.parseInt(text), 1, 1000);
        } catch (NumberFormatException e) {
            throw CommandFailure.usage("a number is 1 to 1000");
        }
    }
}
