package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.ClientBuilder;
import im.hongyan.client.ClientState;
import im.hongyan.client.MessageHandler;
import im.hongyan.client.cursor.CursorStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:HONGYAN_STATE:-${sys:user.home}/.local/state/hongyan}",
            description = "Where the memory of devices is kept (default: ${DEFAULT-VALUE}; env HONGYAN_STATE).")
    private Path state = Path.of("");

    @Option(
            names = "--until-idle",
            paramLabel = "SECONDS",
            description = "End when nothing has come for so long (default: never).")
    private double untilIdleSeconds;

    private final AtomicLong lastNanos = new AtomicLong();

    @Override
    public void run() {
        Output out = output.output();
        ClientBuilder builder = Clients.client(server, user, device == null ? Clients.newDevice("tail") : device)
                .onMessage(MessageHandler.blocking(message -> {
                    out.object(Printed.message(message));
                    lastNanos.set(System.nanoTime());
                }));
        if (device != null) {
            builder.cursors(CursorStore.file(memory(device)));
        }
        try (BlockingClient client = Clients.connect(builder)) {
            Thread closing = new Thread(client::close, "close");
            Runtime.getRuntime().addShutdownHook(closing);
            follow(client);
            Runtime.getRuntime().removeShutdownHook(closing);
        }
    }

    private void follow(BlockingClient client) {
        lastNanos.set(System.nanoTime());
        long idleNanos = (long) (untilIdleSeconds * 1e9);
        while (idleNanos == 0 || System.nanoTime() - lastNanos.get() < idleNanos) {
            if (client.reactive().state() instanceof ClientState.Ended ended) {
                throw CommandFailure.refused(
                        ended.code().isEmpty() ? ended.reason().name() : ended.code(), ended.why());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(Duration.ofMillis(20).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.unexpected("interrupted", e);
        }
    }

    private Path memory(String name) {
        return state.resolve(server.host() + "-" + server.httpPort())
                .resolve(user.app().isEmpty() ? "default" : user.app())
                .resolve(user.user())
                .resolve(name + ".cursors");
    }
}
