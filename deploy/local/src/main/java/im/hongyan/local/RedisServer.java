package im.hongyan.local;

import im.hongyan.local.machine.Probe;
import im.hongyan.local.machine.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A Redis server. In tests it keeps nothing over a restart; otherwise it appends to a file, synced every second. */
public final class RedisServer extends LocalServer {

    private final Supplier<Path> program;

    /** A server that will listen on this port of loopback and keep its data in this folder. */
    public RedisServer(Path folder, int port, Purpose purpose) {
        this(folder, port, purpose, () -> Programs.need("redis-server", "redis-server"));
    }

    /** The same with a {@code redis-server} from elsewhere. */
    public RedisServer(Path folder, int port, Purpose purpose, Supplier<Path> program) {
        super("redis", folder, port, purpose);
        this.program = program;
    }

    /** Its address: {@code redis://127.0.0.1:port}. */
    public String uri() {
        return "redis://127.0.0.1:" + port();
    }

    @Override
    List<String> command() {
        List<String> line = new ArrayList<>(List.of(
                program.get().toString(),
                "--port",
                Integer.toString(port()),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder().toString(),
                "--daemonize",
                "no",
                "--save",
                ""));
        line.addAll(
                switch (purpose()) {
                    case TEST -> List.of("--appendonly", "no");
                    case EMBEDDED, CLUSTER -> List.of("--appendonly", "yes", "--appendfsync", "everysec");
                });
        return line;
    }

    @Override
    Duration startTime() {
        return Duration.ofSeconds(30);
    }

    @Override
    boolean answers() throws IOException {
        // PING is answered while the data are still being read in.
        byte[] answer = Probe.ask(port(), "EXISTS hongyan\r\n", 1);
        return new String(answer, StandardCharsets.ISO_8859_1).equals(":");
    }
}
