package im.hongyan.bench.load;

import im.hongyan.bench.driver.Endpoint;
import im.hongyan.bench.driver.Endpoint.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server is, and which of this machine's processes it is made of. */
final class ServerOptions {
    private enum Carrier {
        tcp,
        ws
    }

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "${env:HONGYAN_HOST:-127.0.0.1}",
            description = "The server's host name or address (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--tcp-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_TCP_PORT:-8081}",
            description = "Its TCP port (default: ${DEFAULT-VALUE}).")
    private int tcpPort;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "${env:HONGYAN_HTTP_PORT:-8080}",
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
    private Map<String, String> pids = new LinkedHashMap<>();

    @Option(
            names = "--cluster",
            paramLabel = "DIR",
            description = "Instead of --pid: the folder of a cluster that was started with the verb cluster.")
    private @Nullable Path cluster;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of the driver (default: ${DEFAULT-VALUE}).")
    private int threads;

    Endpoint endpoint() {
        return switch (transport) {
            case tcp -> new Endpoint(host, tcpPort, Transport.TCP);
            case ws -> new Endpoint(host, httpPort, Transport.WEBSOCKET);
        };
    }

    String host() {
        return host;
    }

    int httpPort() {
        return httpPort;
    }

    int threads() {
        return threads;
    }

    Processes processes() throws IOException {
        Map<String, List<Long>> byRole = new TreeMap<>();
        pids.forEach((role, pid) -> byRole.put(role, List.of(Long.parseLong(pid))));
        if (cluster != null) {
            noted(cluster).forEach((role, found) -> byRole.merge(role, found, ServerOptions::both));
        }
        return new Processes(byRole);
    }

    /** Each server of a local cluster notes its process in ROLE.pid of its own folder: the id, then the mark of its start. */
    private static Map<String, List<Long>> noted(Path folder) throws IOException {
        Map<String, List<Long>> byRole = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                String role = file.getFileName().toString().replace(".pid", "");
                String pid = Files.readString(file).strip().split(" ", -1)[0];
                byRole.merge(role, List.of(Long.parseLong(pid)), ServerOptions::both);
            }
        }
        return byRole;
    }

    private static List<Long> both(List<Long> some, List<Long> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
