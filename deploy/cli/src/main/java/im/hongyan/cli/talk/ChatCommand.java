package im.hongyan.cli.talk;

import im.hongyan.cli.ExitCode;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientState;
import im.hongyan.client.MessageHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.UserInterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat}. */
@Command(
        name = "chat",
        description = {
            "A chat in the terminal. A line that begins with / is a command (/help lists them); any other is sent.",
            "Without a terminal, or with --json, it takes the lines of the standard input and prints what happens on stdout:"
                    + " with --json as objects whose key event is message, sending, accepted, delivered, read, failed,"
                    + " added, members or group.",
            "Marks of what you send: … sending, ✓ accepted, ✓✓ delivered, ✓✓ read.",
            "Ends with 4 when something that was sent is not answered after 10 seconds, with 3 when the server ended the"
                    + " chat or, without a terminal, refused a message or a command."
        })
public final class ChatCommand implements Callable<Integer> {
    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(names = "--to", paramLabel = "USER", description = "Begin in the conversation with this user.")
    private @Nullable String to;

    @Option(names = "--group", paramLabel = "GROUP", description = "Begin in this group.")
    private @Nullable String group;

    @Override
    public Integer call() throws IOException {
        String self = user.user();
        String device = user.device(server, "chat");
        AtomicReference<@Nullable Talk> talk = new AtomicReference<>();
        BlockingClient client = Clients.client(server, user, device)
                .beginAtHead()
                .onMessage(MessageHandler.blocking(message -> {
                    Talk current = talk.get();
                    if (current != null) {
                        current.received(message);
                    }
                }))
                .build()
                .blocking();
        Output out = output.output();
        LineReader reader = out.json() ? null : Terminals.reader();
        Screen screen = reader != null ? Screen.terminal(reader::printAbove) : Screen.pipe(out);
        try (client) {
            Talk current = new Talk(client, self, device, screen);
            talk.set(current);
            Clients.connect(server, client);
            current.begin(to, group);
            if (reader != null) {
                converse(reader, current);
            } else {
                converse(current);
            }
            return ending(current, client.reactive().state(), reader != null);
        }
    }

    /** At a terminal, whoever talks has seen what was refused; a script learns it from the exit code. */
    private static int ending(Talk talk, ClientState state, boolean terminal) {
        if (!talk.settle()) {
            return ExitCode.UNREACHABLE;
        }
        boolean refused = state instanceof ClientState.Ended || (!terminal && talk.refused() > 0);
        return refused ? ExitCode.REFUSED : ExitCode.OK;
    }

    private static void converse(LineReader reader, Talk talk) {
        while (true) {
            try {
                if (!talk.line(reader.readLine(talk.prompt()))) {
                    return;
                }
            } catch (UserInterruptException | EndOfFileException leaving) {
                return;
            }
        }
    }

    /** Without a terminal: the lines of the standard input. */
    private static void converse(Talk talk) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (!talk.line(line)) {
                return;
            }
        }
    }
}
