package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientBuilder;
import im.hongyan.client.ClientEvent;
import im.hongyan.client.ClientState;
import im.hongyan.client.MessageHandler;
import im.hongyan.client.cursor.CursorStore;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tail}. */
@Command(
        name = "tail",
        description = {
            "Prints every message of the user as a JSON object, once and in the order of its conversation: conversation,",
            "sequence, sender, clientMessageId, text, messageId, time. A device that is new begins with the first message;",
            "with --device it continues where that device was, over the folder --state."
        })
public final class TailCommand implements Runnable {
    private static final int SECONDS_OF_A_DAY = 86_400;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "A device of yours with a memory (default: a new one).")
    private @Nullable String device;

    @Option(
            names = "--until-idle",
            paramLabel = "SECONDS",
            description = {
                "End when everything that is there has come and nothing more for so long (default: never).",
                "Ends with 4 when the server is away then."
            })
    private @Nullable Double untilIdleSeconds;

    @Override
    public void run() {
        Idleness idleness = new Idleness(idle());
        Output out = output.output();
        ClientBuilder builder = Clients.client(
                        server, user, device == null ? user.device(server, "tail") : user.checkedDevice(server, device))
                .onMessage(MessageHandler.blocking(message -> {
                    out.object(Printed.message(message));
                    idleness.touched();
                }));
        if (device != null) {
            builder.cursors(CursorStore.file(memory(device)));
        }
        BlockingClient client = builder.build().blocking();
        try (client) {
            client.reactive().events().subscribe(event -> happened(event, idleness, out));
            Clients.connect(server, client);
            Thread closing = new Thread(client::close, "close");
            Runtime.getRuntime().addShutdownHook(closing);
            idleness.await(client.reactive());
            Runtime.getRuntime().removeShutdownHook(closing);
        }
    }

    private @Nullable Duration idle() {
        Double seconds = untilIdleSeconds;
        if (seconds == null) {
            return null;
        }
        if (!(seconds > 0 && seconds <= SECONDS_OF_A_DAY)) {
            throw CommandFailure.usage("--until-idle is more than 0 and up to " + SECONDS_OF_A_DAY);
        }
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1_000)));
    }

    private static void happened(ClientEvent event, Idleness idleness, Output out) {
        switch (event) {
            case ClientEvent.Recovered recovered -> idleness.recovered();
            case ClientEvent.CursorAhead ahead ->
                out.talk("hongyan: the server's log of " + ahead.conversation() + " ends at " + ahead.head()
                        + ", this device has seen " + ahead.cursor() + ": nothing is shown of it until it is longer."
                        + " Is this another server? A new --device begins from the start.");
            case ClientEvent.ConversationRefused refused ->
                out.talk("hongyan: " + refused.conversation() + " cannot be read: "
                        + refused.problem().getCode() + ": "
                        + refused.problem().getMessage());
            case ClientEvent.StateChanged changed -> {
                if (!(changed.state() instanceof ClientState.Connected)) {
                    idleness.interrupted();
                }
            }
            case ClientEvent.ReceiptMoved moved -> {}
            case ClientEvent.TypingChanged typing -> {}
            case ClientEvent.ListChanged changed -> {}
        }
    }

    private Path memory(String name) {
        return user.folder(server).resolve(name + ".cursors");
    }
}
