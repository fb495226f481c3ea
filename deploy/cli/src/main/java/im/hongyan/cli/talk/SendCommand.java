package im.hongyan.cli.talk;

import im.hongyan.cli.Checks;
import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import im.hongyan.wire.frame.Content;
import im.hongyan.wire.frame.Mention;
import im.hongyan.wire.frame.Quote;
import im.hongyan.wire.frame.Text;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code send}. */
@Command(
        name = "send",
        description = {
            "Sends a text, or with --stdin every line of the standard input, in order.",
            "Prints a JSON object a message when it is accepted, that is, durable: clientMessageId, conversation, sequence,",
            "messageId, duplicate. What is not answered is sent again under the same id until the time is over.",
            "With --stdin the first message that is refused or not answered ends the reading; those behind it that were"
                    + " sent already are waited for, and the end code is that of the first."
        })
public final class SendCommand implements Runnable {
    private static final int SECONDS_OF_A_DAY = 86_400;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(names = "--to", paramLabel = "USER", description = "The user to send to.")
    private @Nullable String to;

    @Option(names = "--group", paramLabel = "GROUP", description = "The group to send to.")
    private @Nullable String group;

    @Option(names = "--stdin", description = "Send the standard input, one message a line; a blank line is none.")
    private boolean stdin;

    @Option(
            names = "--client-message-id",
            paramLabel = "ID",
            description = "The identity of the message; the same one again stores nothing new (default: a random one).")
    private @Nullable String clientMessageId;

    @Option(
            names = "--quote",
            paramLabel = "SEQUENCE",
            description = "The message of the conversation that this answers.")
    private @Nullable Long quote;

    @Option(
            names = "--mention",
            paramLabel = "USER",
            description =
                    "Somebody of the conversation to mention, where the text says @USER; more than once for more.")
    private List<String> mentions = List.of();

    @Option(names = "--mention-all", description = "Mention everybody.")
    private boolean mentionAll;

    @Option(names = "--resend", description = "Say that the message may have been sent before.")
    private boolean resend;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to try, each message (default: ${DEFAULT-VALUE}).")
    private int withinSeconds = 30;

    @Parameters(paramLabel = "TEXT", arity = "0..*", description = "The words of the message.")
    private List<String> words = List.of();

    @Override
    public void run() {
        if (stdin == !words.isEmpty()) {
            throw CommandFailure.usage("either a TEXT or --stdin is needed");
        }
        if (stdin && clientMessageId != null) {
            throw CommandFailure.usage("--client-message-id is the identity of one message, not of every line");
        }
        Target target = Clients.target(to, group);
        Duration within = Duration.ofSeconds(Checks.within("--within", withinSeconds, 1, SECONDS_OF_A_DAY));
        OutgoingMessage single = message(target, String.join(" ", words));
        Output out = output.output();
        try (BlockingClient client = Clients.connect(
                server,
                Clients.client(server, user, user.device(server, "send")).beginAtHead())) {
            if (stdin) {
                new Lines(client.reactive(), out, within).sendAll(System.in, line -> message(target, line));
            } else {
                out.object(Printed.accepted(client.send(single, within)));
            }
        }
    }

    private Content content(String words) {
        Text.Builder text = Text.newBuilder().setText(words);
        for (String mentioned : mentions) {
            Mention.Builder mention = Mention.newBuilder().setUser(mentioned);
            int at = words.indexOf('@' + mentioned);
            text.addMentions(at < 0 ? mention : mention.setStart(at).setLength(mentioned.length() + 1));
        }
        if (mentionAll) {
            text.addMentions(Mention.getDefaultInstance());
        }
        if (quote != null) {
            text.setQuote(Quote.newBuilder().setSequence(quote));
        }
        return Content.newBuilder().setText(text).build();
    }

    private OutgoingMessage message(Target target, String text) {
        OutgoingMessage message = OutgoingMessage.of(target, content(text));
        try {
            message = clientMessageId == null ? message : message.withClientMessageId(clientMessageId);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--client-message-id: " + e.getMessage());
        }
        return resend ? message.asResend() : message;
    }
}
