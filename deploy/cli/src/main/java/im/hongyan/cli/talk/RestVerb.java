package im.hongyan.cli.talk;

import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import java.time.Duration;
import picocli.CommandLine.Mixin;

/** A verb of a user that goes over HTTP: nothing is connected. */
public abstract class RestVerb implements Runnable {
    protected static final Duration WITHIN = Duration.ofSeconds(30);

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final UserOptions user = new UserOptions();

    private final String about;

    /** @param about a word for the device that such a verb is */
    protected RestVerb(String about) {
        this.about = about;
    }

    @Override
    public final void run() {
        try (BlockingClient client =
                Clients.client(server, user, Clients.newDevice(about)).build().blocking()) {
            run(client);
        }
    }

    protected abstract void run(BlockingClient client);

    protected final String self() {
        return user.user();
    }

    protected final Output output() {
        return output.output();
    }
}
