package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientEvent;
import im.hongyan.client.ClientState;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.client.error.ClientException;
import im.hongyan.client.error.UnansweredException;
import im.hongyan.client.group.Group;
import im.hongyan.client.group.Member;
import im.hongyan.wire.Ids;
import im.hongyan.wire.frame.Message;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One terminal's chat: what lines do, and what is shown. Lines come from one thread; messages and events from others. */
final class Talk {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(10);
    private static final int SHOWN_ON_ENTERING = 10;
    private static final int MOST_UNANSWERED = 256;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final List<String> HELP = List.of(
            "/to USER                       talk with a user",
            "/g GROUP                       talk in a group",
            "/group create ID [USER…]       make a group",
            "/group add ID USER…            add members",
            "/group members ID              who is in it",
            "/group list                    my groups",
            "/history [N]                   the last N messages here",
            "/quit                          leave");

    private final BlockingClient client;
    private final String self;
    private final String device;
    private final Screen screen;
    private final SentMarks marks;
    private final Shown shown;
    /** What may still be sent before somebody has to wait for answers. */
    private final Semaphore room = new Semaphore(MOST_UNANSWERED);

    private final AtomicInteger refused = new AtomicInteger();

    private volatile @Nullable Target target;
    private volatile String conversation = "";
    private volatile boolean away;

    Talk(BlockingClient client, String self, String device, Screen screen) {
        this.client = client;
        this.self = self;
        this.device = device;
        this.screen = screen;
        this.marks = new SentMarks(self, screen);
        this.shown = new Shown(this::show);
        client.reactive().events().subscribe(this::happened);
    }

    void begin(@Nullable String to, @Nullable String group) {
        screen.talk("You are " + self + ". /help lists what you can do.");
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
            refused.incrementAndGet();
            screen.talk("! " + e.getMessage());
        }
        return true;
    }

    /** Waits for the answers that are still to come, a while; false: some did not come. */
    boolean settle() {
        int missing = MOST_UNANSWERED - room.availablePermits();
        if (missing > 0) {
            screen.talk("  waiting for answers: " + missing);
        }
        try {
            if (room.tryAcquire(MOST_UNANSWERED, SETTLE_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                return true;
            }
            int lost = MOST_UNANSWERED - room.availablePermits();
            screen.talk("! not answered: " + lost + "; what is not answered may or may not have been sent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** How many messages and commands came to nothing. */
    int refused() {
        return refused.get();
    }

    void received(Message message) {
        boolean own = message.getSender().equals(self);
        if (own && message.getSenderDevice().equals(device)) {
            shown.note(message);
            return;
        }
        shown.once(List.of(message));
        if (!own && message.getConversation().equals(conversation)) {
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
            case "history" -> history(words.size() > 1 ? number(words.get(1)) : SHOWN_ON_ENTERING, shown::again);
            case "help" -> HELP.forEach(screen::talk);
            default -> throw CommandFailure.usage("/" + words.getFirst() + " is no command; /help lists them");
        }
        return true;
    }

    private void group(List<String> words) {
        switch (words.isEmpty() ? "" : words.getFirst()) {
            case "create" -> {
                Group made = client.createGroup(word(words, 1), word(words, 1), words.subList(2, words.size()), WITHIN);
                enter(Target.group(made.id()));
            }
            case "add" -> {
                List<String> added = client.addMembers(word(words, 1), words.subList(2, words.size()), WITHIN);
                screen.data(
                        Screen.event("added", Map.of("group", words.get(1), "added", added)),
                        "  new in " + words.get(1) + ": " + (added.isEmpty() ? "nobody" : String.join(", ", added)));
            }
            case "members" -> {
                List<String> members = client.members(word(words, 1), WITHIN).stream()
                        .map(Member::user)
                        .toList();
                screen.data(
                        Screen.event("members", Map.of("group", words.get(1), "members", members)),
                        "  " + String.join(", ", members));
            }
            case "list" -> {
                List<Group> mine = client.groups(WITHIN);
                mine.forEach(group -> screen.data(
                        Screen.event("group", Map.of("group", group.id(), "name", group.name())),
                        "  " + group.id() + "  " + OneLine.of(group.name())));
                if (mine.isEmpty()) {
                    screen.talk("  none yet: /group create ID");
                }
            }
            default -> throw CommandFailure.usage("/group create, add, members or list");
        }
    }

    private void enter(Target entered) {
        target = entered;
        conversation = switch (entered) {
            case Target.Peer peer -> Ids.direct(self, peer.user());
            case Target.Conversation known -> known.id();
        };
        screen.talk("— " + title(conversation) + " —");
        history(SHOWN_ON_ENTERING, shown::once);
    }

    private void history(int count, Consumer<Collection<Message>> show) {
        Target current = current();
        try {
            var messages = HistoryCommand.newest(client, current, count);
            show.accept(messages);
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
        String name = message.clientMessageId().substring(0, 6);
        room.acquireUninterruptibly();
        String id = message.clientMessageId();
        screen.data(Screen.event("sending", Map.of("clientMessageId", id, "text", text)), "  … sending " + name);
        client.reactive()
                .send(message)
                .doFinally(end -> room.release())
                .subscribe(accepted -> marks.accepted(accepted, name), failure -> failed(id, name, failure));
    }

    private void failed(String id, String name, Throwable failure) {
        String line;
        if (failure instanceof UnansweredException) {
            line = "! " + name + " was not answered; it may or may not have been sent";
        } else {
            refused.incrementAndGet();
            line = "! " + name + " was not sent: " + failure.getMessage();
        }
        screen.data(
                Screen.event("failed", Map.of("clientMessageId", id, "message", String.valueOf(failure.getMessage()))),
                line);
    }

    private void happened(ClientEvent event) {
        switch (event) {
            case ClientEvent.ReceiptMoved moved -> marks.moved(moved.receipt());
            case ClientEvent.StateChanged changed -> state(changed.state());
            case ClientEvent.TypingChanged typing -> {}
            case ClientEvent.ListChanged changed -> {}
            case ClientEvent.Recovered recovered -> {}
            case ClientEvent.CursorAhead ahead ->
                screen.talk(
                        "! the server's log of " + title(ahead.conversation()) + " ends before what was shown here");
            case ClientEvent.ConversationRefused refusal ->
                screen.talk("! " + title(refusal.conversation()) + ": "
                        + refusal.problem().getMessage());
        }
    }

    private void state(ClientState state) {
        switch (state) {
            case ClientState.Waiting waiting -> {
                if (!away) {
                    away = true;
                    screen.talk("! not connected, trying again: " + Reasons.brief(waiting.why()));
                }
            }
            case ClientState.Connected connected -> {
                if (away) {
                    away = false;
                    screen.talk("  connected again");
                }
            }
            case ClientState.Ended ended -> {
                if (ended.reason() != ClientState.Reason.CLOSED) {
                    screen.talk("! the server ended this chat: " + ended.why() + ". /quit leaves");
                }
            }
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

    private void show(Message message) {
        screen.data(Screen.event("message", Printed.message(message)), inWords(message));
    }

    private String inWords(Message message) {
        String who = message.getSender().isEmpty() ? "*" : message.getSender();
        String where = message.getConversation().equals(conversation) ? "" : " in " + title(message.getConversation());
        return CLOCK.format(Instant.ofEpochMilli(message.getTime())) + " " + who + where + ": "
                + OneLine.of(Printed.text(message));
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
