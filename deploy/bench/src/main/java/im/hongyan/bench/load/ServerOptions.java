package im.hongyan.bench.load;

import im.hongyan.bench.measure.Processes;
import im.hongyan.client.transport.Endpoint;
import im.hongyan.local.DefaultPorts;
import im.hongyan.local.LocalServer;
import im.hongyan.local.machine.OwnedProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the server is, and which of this machine's processes it is made of. */
final class ServerOptions {
    private enum Carrier {
        tcp,
        ws
    }

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:HONGYAN_HOST:-127.0.0.1}",
            description = "The server's host name or address (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--tcp-port",
            converter = Bounds.Port.class,
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_TCP_PORT:-" + DefaultPorts.TCP + "}",
            description = "Its TCP port (default: ${DEFAULT-VALUE}).")
    private int tcpPort;

    @Option(
            names = "--http-port",
            converter = Bounds.Port.class,
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_HTTP_PORT:-" + DefaultPorts.HTTP + "}",
            description = "Its HTTP port, for REST and WebSocket (default: ${DEFAULT-VALUE}).")
    private int httpPort;

    @Option(
            names = "--transport",
            paramLabel = "tcp|ws",
            defaultValue = "tcp",
            description = "What carries the frames: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Carrier transport = Carrier.tcp;

    @Option(
            names = "--pid",
            paramLabel = "ROLE=PID",
            description = "A process of the server on this machine, to count its CPU with its children's; "
                    + "repeat for each. Roles are names of your choice.")
    private Map<String, Long> pids = new LinkedHashMap<>();

    @Option(
            names = "--cluster",
            paramLabel = "DIR",
            description = "Instead of --pid: the folder of a cluster that was started with the verb cluster.")
    private @Nullable Path cluster;

    @Option(
            names = "--threads",
            converter = Bounds.Positive.class,
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the driver (default: ${DEFAULT-VALUE}).")
    private int threads;

    Endpoint endpoint() {
        return switch (transport) {
            case tcp -> Endpoint.tcp(host, tcpPort);
            case ws -> Endpoint.webSocket(host, httpPort);
        };
    }

    /** Where REST is. */
    String http() {
        return "http://" + host + ':' + httpPort;
    }

    int threads() {
        return threads;
    }

    /** Those that were named; one that does not run, or a cluster of which nothing runs, is a wrong command line. */
    Processes processes() throws IOException {
        Map<String, List<Long>> byRole = new TreeMap<>();
        pids.forEach((role, pid) -> {
            if (ProcessHandle.of(pid).isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--pid: no process " + pid + " runs");
            }
            byRole.put(role, List.of(pid));
        });
        if (cluster != null) {
            Map<String, List<OwnedProcess>> running = LocalServer.running(cluster);
            if (running.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "--cluster: nothing runs in " + cluster);
            }
            running.forEach((role, processes) -> byRole.merge(role, ids(processes), ServerOptions::both));
        }
        return new Processes(byRole);
    }

    private static List<Long> ids(List<OwnedProcess> processes) {
        return processes.stream().map(OwnedProcess::pid).toList();
    }

    private static List<Long> both(List<Long> some, List<Long> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
