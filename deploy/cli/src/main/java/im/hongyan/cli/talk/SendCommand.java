package im.hongyan.cli.talk;

import im.hongyan.cli.CommandFailure;
import im.hongyan.cli.Output;
import im.hongyan.cli.OutputOptions;
import im.hongyan.cli.ServerOptions;
import im.hongyan.client.BlockingClient;
import im.hongyan.client.OutgoingMessage;
import im.hongyan.client.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** {@code send}. */
@Command(
        name = "send",
        description = {
            "Sends a text, or with --stdin every line of the standard input, in order.",
            "Prints a JSON object a message when it is accepted, that is, durable: clientMessageId, conversation, sequence,",
            "messageId, duplicate. What is not answered is sent again under the same id until the time is over."
        })
public final class SendCommand implements Runnable {
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

    @Option(names = "--stdin", description = "Send the standard input, one message a line.")
    private boolean stdin;

    @Option(
            names = "--client-message-id",
            paramLabel = "ID",
            description = "The identity of the message; the same one again stores nothing new (default: a random one).")
    private @Nullable String clientMessageId;

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
        Target target = Clients.target(to, group);
        Duration within = Duration.ofSeconds(withinSeconds);
        Output out = output.output();
        try (BlockingClient client = Clients.connect(
                Clients.client(server, user, Clients.newDevice("send")).beginAtHead())) {
            if (stdin) {
                client.reactive()
                        .sendAll(lines().map(line -> OutgoingMessage.text(target, line)))
                        .timeout(within)
                        .doOnNext(accepted -> out.object(Printed.accepted(accepted)))
                        .blockLast();
            } else {
                out.object(Printed.accepted(client.send(message(target), within)));
            }
        }
    }

    private OutgoingMessage message(Target target) {
        OutgoingMessage message = OutgoingMessage.text(target, String.join(" ", words));
        try {
            message = clientMessageId == null ? message : message.withClientMessageId(clientMessageId);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--client-message-id: " + e.getMessage());
        }
        return resend ? message.asResend() : message;
    }

    /** Read as they are asked for; a blank line is no message. */
    private static Flux<String> lines() {
        BufferedReader reader = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return Flux.<String>generate(sink -> {
                    try {
                        String line = reader.readLine();
                        if (line == null) {
                            sink.complete();
                        } else {
                            sink.next(line);
                        }
                    } catch (IOException e) {
                        sink.error(new UncheckedIOException(e));
                    }
                })
                .filter(line -> !line.isBlank())
                .subscribeOn(Schedulers.boundedElastic());
    }
}
