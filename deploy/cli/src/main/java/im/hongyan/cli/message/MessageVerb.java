package im.hongyan.cli.message;

import im.hongyan.cli.Checks;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.cli.talk.Clients;
import im.hongyan.cli.talk.Printed;
import im.hongyan.cli.talk.UserOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the verbs share that name a message of a conversation and send another because of it. */
abstract class MessageVerb implements Runnable {
    private static final int SECONDS_OF_A_DAY = 86_400;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    @Option(names = "--to", paramLabel = "USER", description = "The conversation with this user.")
    private @Nullable String to;

    @Option(names = "--group", paramLabel = "GROUP", description = "The conversation of this group.")
    private @Nullable String group;

    @Option(
            names = "--within",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to try (default: ${DEFAULT-VALUE}).")
    private int withinSeconds = 30;

    @Parameters(index = "0", paramLabel = "SEQUENCE", description = "The number of the message.")
    private long sequence;

    @Override
    public void run() {
        Target target = Clients.target(to, group);
        Duration within = Duration.ofSeconds(Checks.within("--within", withinSeconds, 1, SECONDS_OF_A_DAY));
        try (BlockingClient client = Clients.connect(
                server,
                Clients.client(server, user, user.device(server, "message")).beginAtHead())) {
            OutgoingMessage message = message(client, target, sequence);
            output.output().object(Printed.accepted(client.send(message, within)));
        }
    }

    /** What is to be sent. */
    abstract OutgoingMessage message(BlockingClient client, Target target, long named);
}
