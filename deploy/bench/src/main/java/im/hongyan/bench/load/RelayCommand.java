package im.hongyan.bench.load;

import im.hongyan.bench.relay.Relay;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hongyan bench relay}. */
@Command(
        name = "relay",
        description =
                "Run the raw relay alone, until Ctrl-C: it speaks the protocol over TCP, stores nothing, checks nobody. "
                        + "To compare with it, use --against-relay, which runs one by itself.")
final class RelayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--tcp-port",
            converter = Bounds.AnyPort.class,
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where it listens on loopback; 0: any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--json", description = "Say where it listens as a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Relay relay = new Relay(port)) {
            String address = "127.0.0.1:" + relay.port();
            out.println(json ? "{\"ready\":true,\"tcp\":\"" + address + "\"}" : "ready tcp " + address);
            out.flush();
            relay.await();
        }
        return 0;
    }
}
